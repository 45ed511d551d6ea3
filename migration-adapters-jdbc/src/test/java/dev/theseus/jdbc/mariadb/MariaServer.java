package dev.theseus.jdbc.mariadb;

import dev.theseus.jdbc.testing.TestStorage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A server of the tests' own, started by the binaries of Debian's package mariadb-server-core where these are
 * installed; it listens on the loopback address only and ends with the JVM. Making and starting it takes two seconds.
 */
final class MariaServer {

    /** What skips tests where there is no server. */
    static final String INSTALLED = "dev.theseus.jdbc.mariadb.MariaServer#isInstalled";

    static final String NOT_INSTALLED = "mariadbd is not installed (Debian: mariadb-server-core)";

    private static final List<String> SYSTEM_TABLES =
            List.of("mysql_system_tables.sql", "mysql_performance_tables.sql", "mysql_system_tables_data.sql");

    /** In memory: the server makes every commit durable, and disks are slow. */
    private static final long ROOM = 1L << 30;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path files;
    private final int port;
    private final List<String> settings;
    private Process process;

    private MariaServer(Path files, List<String> settings) throws IOException {
        this.files = files;
        this.settings = List.copyOf(settings);
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        makeSystemTables();
        start();
    }

    /** The one for all tests of a JVM. */
    private static final class Shared {
        static final MariaServer SERVER = start();

        private static MariaServer start() {
            try {
                MariaServer server = new MariaServer(TestStorage.directory(ROOM), List.of());
                Runtime.getRuntime().addShutdownHook(new Thread(server::discard));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static MariaServer shared() {
        Shared.SERVER.startAgainIfCrashed();
        return Shared.SERVER;
    }

    /** The server has been seen to crash by itself; that must not take along the tests that come after. */
    private synchronized void startAgainIfCrashed() {
        if (process.isAlive()) {
            return;
        }
        try {
            System.err.println("The server has crashed and is started again; it said:\n" + Files.readString(log()));
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return files.resolve("server.log");
    }

    static boolean isInstalled() {
        return program().isPresent() && scripts().isPresent();
    }

    private static Optional<Path> program() {
        return Stream.concat(
                        Pattern.compile(Pattern.quote(File.pathSeparator)).splitAsStream(System.getenv("PATH")),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, "mariadbd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> scripts() {
        return Stream.of("/usr/share/mysql", "/usr/share/mariadb", "/usr/local/share/mysql")
                .map(Path::of)
                .filter(directory -> Files.isReadable(directory.resolve(SYSTEM_TABLES.getFirst())))
                .findFirst();
    }

    /** With a tmpdir of its own: a server that starts deletes the temporary tables of others there, which crash. */
    private List<String> command(List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                program().orElseThrow().toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + files.resolve("data"),
                "--tmpdir=" + files.resolve("tmp"),
                "--innodb-log-file-size=16M",
                "--innodb-flush-method=fsync",
                "--innodb-use-native-aio=0",
                "--innodb-buffer-pool-size=64M"));
        command.addAll(more);
        return command;
    }

    /** What mariadb-install-db does: statements of one line each into a server that listens to nobody. */
    private void makeSystemTables() throws IOException {
        Files.createDirectories(files.resolve("data"));
        Files.createDirectories(files.resolve("tmp"));
        Process bootstrap = new ProcessBuilder(command(List.of("--bootstrap", "--innodb-flush-log-at-trx-commit=0")))
                .redirectErrorStream(true)
                .redirectOutput(files.resolve("bootstrap.log").toFile())
                .start();
        try (OutputStream in = bootstrap.getOutputStream()) {
            in.write("create database mysql;\nuse mysql;\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (String script : SYSTEM_TABLES) {
                for (String line : Files.readAllLines(scripts().orElseThrow().resolve(script))) {
                    if (!line.contains("@current_hostname")) {
                        in.write((line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    }
                }
            }
        }
        if (bootstrap.onExit().join().exitValue() != 0) {
            throw new IOException(
                    "The system tables could not be made: " + Files.readString(files.resolve("bootstrap.log")));
        }
    }

    private void start() throws IOException {
        List<String> more = new ArrayList<>(List.of(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + files.resolve("socket"),
                "--pid-file=" + files.resolve("pid")));
        more.addAll(settings);
        process = new ProcessBuilder(command(more))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::answers);
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The server has ended; see " + log());
        }
        try (Connection connection = DriverManager.getConnection(url(""))) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Of a client of the service, which may send several statements at once. */
    String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root&allowMultiQueries=true";
    }

    private void discard() {
        process.destroyForcibly();
        process.onExit().join();
        try (Stream<Path> all = Files.walk(files)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

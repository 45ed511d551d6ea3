package dev.theseus.app.embed;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A PgBouncer in transaction mode in front of both databases, with fewer sessions than it has clients. */
final class PgBouncer implements AutoCloseable {

    private final Process process;
    private final Path directory;
    private final int port;

    private PgBouncer(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    static Optional<Path> program() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":", -1)),
                        // not on everybody's path
                        Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static PgBouncer before(TestDatabases databases, int sessions) throws IOException {
        Path directory = Files.createTempDirectory("pgbouncer");
        int port = freePort();
        Path settings = directory.resolve("pgbouncer.ini");
        Files.writeString(
                settings, """
                [databases]
                old = %s
                new = %s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = %d
                max_client_conn = 200
                ignore_startup_parameters = extra_float_digits
                """.formatted(server(databases, Side.OLD), server(databases, Side.NEW), port, sessions));
        List<String> command = new ArrayList<>(List.of(program().orElseThrow().toString()));
        if (System.getProperty("user.name").equals("root")) {
            // it refuses to run as root
            command.addAll(List.of("-u", "nobody"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        command.add(settings.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        PgBouncer bouncer = new PgBouncer(process, directory, port);
        Awaitility.await().until(bouncer::listens);
        return bouncer;
    }

    private static String server(TestDatabases databases, Side side) {
        // jdbc:postgresql://localhost:port/name?user=postgres
        String[] parts = databases.url(side).split("[/:?]", -1);
        return "host=127.0.0.1 port=%s dbname=%s user=postgres".formatted(parts[5], parts[6]);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    ServicePool pool(Side side) {
        String name = side == Side.OLD ? "old" : "new";
        return ServicePool.of("jdbc:postgresql://127.0.0.1:" + port + "/" + name)
                .login("postgres", null)
                .behindPgBouncer();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Awaitility.await().until(() -> !process.isAlive());
        for (String file : List.of("pgbouncer.ini", "log")) {
            Files.deleteIfExists(directory.resolve(file));
        }
        Files.delete(directory);
    }
}

package dev.theseus.app.bench;

import dev.theseus.domain.database.Side;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The two servers that everything is measured on. */
final class BenchServers implements AutoCloseable {

    private final List<String> urls;
    private final List<EmbeddedPostgres> embedded;
    private final Path directory;

    private BenchServers(List<String> urls, List<EmbeddedPostgres> embedded, Path directory) {
        this.urls = urls;
        this.embedded = embedded;
        this.directory = directory;
    }

    static BenchServers open(BenchSettings settings) throws IOException {
        Path directory = Files.createTempDirectory("theseus-bench-");
        if (settings.given().isPresent()) {
            return new BenchServers(settings.given().get(), List.of(), directory);
        }
        List<EmbeddedPostgres> embedded = List.of(start(directory, Side.OLD), start(directory, Side.NEW));
        List<String> urls = new ArrayList<>();
        embedded.forEach(server -> urls.add(server.getJdbcUrl("postgres", "postgres")));
        return new BenchServers(urls, embedded, directory);
    }

    private static EmbeddedPostgres start(Path directory, Side side) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve(side.toString()))
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("maintenance_work_mem", "512MB")
                .setServerConfig("max_wal_size", "16GB")
                .setServerConfig("checkpoint_timeout", "60min")
                // vacuum after one contender would slow the next
                .setServerConfig("autovacuum", "off")
                .setServerConfig("max_connections", "100")
                .start();
    }

    String url(Side side) {
        return urls.get(side == Side.OLD ? 0 : 1);
    }

    /** The same for programs that use libpq. */
    String libpq(Side side) {
        return url(side).substring("jdbc:".length());
    }

    Path directory() {
        return directory;
    }

    Connection connect(Side side) throws SQLException {
        return DriverManager.getConnection(url(side));
    }

    void tell(Side side, String sql) throws SQLException {
        try (Connection connection = connect(side);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(Side side, String sql) throws SQLException {
        return Long.parseLong(text(side, sql));
    }

    String text(Side side, String sql) throws SQLException {
        try (Connection connection = connect(side);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Leaves nothing for the next contender to write that the last one made dirty. */
    void settle() throws SQLException {
        tell(Side.OLD, "CHECKPOINT");
        tell(Side.NEW, "CHECKPOINT");
    }

    /**
     * From now on as servers in earnest do: for runs that are long enough to need it. Given servers stay as they are.
     */
    void vacuumByThemselves() throws SQLException {
        for (Side side : embedded.isEmpty() ? List.<Side>of() : List.of(Side.values())) {
            tell(side, "ALTER SYSTEM SET autovacuum = on");
            tell(side, "SELECT pg_reload_conf()");
        }
    }

    @Override
    public void close() throws IOException {
        for (EmbeddedPostgres server : embedded) {
            server.close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

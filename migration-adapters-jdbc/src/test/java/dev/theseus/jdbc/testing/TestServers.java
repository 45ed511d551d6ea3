package dev.theseus.jdbc.testing;

import dev.theseus.domain.database.Side;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;

/**
 * Two embedded servers, old and new, started once for all tests of a JVM and stopped when it ends. Nothing on them
 * outlives a crash; a test that crashes a server has one of its own.
 */
final class TestServers {

    private static final EmbeddedPostgres OLD = start();
    private static final EmbeddedPostgres NEW = start();

    private TestServers() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "120")
                    .setServerConfig("track_commit_timestamp", "off")
                    .setServerConfig("full_page_writes", "off")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the URL of a new database */
    static String create(Side side, String name) throws SQLException {
        EmbeddedPostgres server = server(side);
        TestDatabases.execute(server.getJdbcUrl("postgres", "postgres"), "CREATE DATABASE " + name);
        return server.getJdbcUrl("postgres", name);
    }

    /**
     * On both sides, whoever still has a session there. Otherwise each server would have hundreds of databases, which
     * keep autovacuum busy and take longer to delete in the end than the JVM of the tests is given.
     */
    static void drop(String name) {
        try {
            for (Side side : Side.values()) {
                TestDatabases.execute(
                        server(side).getJdbcUrl("postgres", "postgres"), "DROP DATABASE " + name + " WITH (FORCE)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EmbeddedPostgres server(Side side) {
        return side == Side.OLD ? OLD : NEW;
    }
}

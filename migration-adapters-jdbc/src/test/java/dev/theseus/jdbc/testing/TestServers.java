package dev.theseus.jdbc.testing;

import dev.theseus.domain.database.Side;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Two embedded servers, old and new, started once for all tests of a JVM and stopped when it ends. Nothing on them
 * outlives a crash; a test that crashes a server has one of its own.
 */
final class TestServers {

    /** Some times what the servers of all modules and processes take at once. */
    private static final long PLENTY = 6L << 30;

    private static final Executor THREADS = work -> Thread.ofPlatform().start(work);
    private static final CompletableFuture<EmbeddedPostgres> OLD =
            CompletableFuture.supplyAsync(Start::server, THREADS);
    private static final CompletableFuture<EmbeddedPostgres> NEW =
            CompletableFuture.supplyAsync(Start::server, THREADS);

    private TestServers() {}

    /** Not of the class itself, whose initialization others would wait for, as it would for them. */
    private static final class Start {

        static EmbeddedPostgres server() {
            try {
                return EmbeddedPostgres.builder()
                        .setDataDirectory(TestStorage.directory(PLENTY))
                        .setServerConfig("max_connections", "120")
                        .setServerConfig("max_wal_size", "128MB")
                        .setServerConfig("track_commit_timestamp", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("wal_init_zero", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes a database on both sides. */
    static void create(String name) {
        maintain("CREATE DATABASE " + name);
    }

    /**
     * Drops it on both sides, whoever still has a session there. Otherwise each server would have hundreds of
     * databases, which keep autovacuum busy and take longer to delete in the end than the JVM of the tests is given.
     */
    static void drop(String name) {
        maintain("DROP DATABASE " + name + " WITH (FORCE)");
    }

    static String url(Side side, String name) {
        return (side == Side.OLD ? OLD : NEW).join().getJdbcUrl("postgres", name);
    }

    /** On both at once, since a new database takes longer than many a test. */
    private static void maintain(String sql) {
        CompletableFuture.allOf(Stream.of(Side.values())
                        .map(side -> CompletableFuture.runAsync(() -> execute(url(side, "postgres"), sql), THREADS))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private static void execute(String url, String sql) {
        try {
            TestDatabases.execute(url, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

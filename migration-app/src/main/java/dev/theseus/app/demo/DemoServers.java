package dev.theseus.app.demo;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Side;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two embedded servers that hold nothing but the demonstration, and listen on the loopback address only. They write to
 * disk as servers in earnest do.
 */
public final class DemoServers implements AutoCloseable {

    /** The superuser of an embedded server; it needs no password. */
    public static final String USER = "postgres";

    private static final String DATABASE = "postgres";

    private final EmbeddedPostgres old;
    private final EmbeddedPostgres target;

    private DemoServers(EmbeddedPostgres old, EmbeddedPostgres target) {
        this.old = old;
        this.target = target;
    }

    /**
     * Starts both, empty.
     *
     * @param directory for their files: {@code old}, {@code new} and their logs
     * @throws DatabaseUnavailable if one does not start; then none is running
     */
    public static DemoServers start(Path directory) {
        EmbeddedPostgres old = start(directory, Side.OLD);
        try {
            return new DemoServers(old, start(directory, Side.NEW));
        } catch (RuntimeException e) {
            stop(old);
            throw e;
        }
    }

    private static EmbeddedPostgres start(Path directory, Side side) {
        Path log = directory.resolve(side + ".log");
        try {
            Files.createDirectories(directory);
            return EmbeddedPostgres.builder()
                    .setDataDirectory(directory.resolve(side.toString()))
                    .setCleanDataDirectory(false)
                    // closed by the demonstration itself, after its clients; a hook would not wait for them
                    .setRegisterShutdownHook(false)
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("shared_buffers", "256MB")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("max_wal_size", "4GB")
                    .setServerConfig("checkpoint_timeout", "15min")
                    .setServerConfig("logging_collector", "off")
                    .start();
        } catch (IOException e) {
            throw new DatabaseUnavailable(
                    side, "start an embedded server in " + directory + " (its log is " + log + ")", e);
        }
    }

    /** JDBC URL without user. */
    public String url(Side side) {
        return "jdbc:postgresql://localhost:" + server(side).getPort() + "/" + DATABASE;
    }

    /** JDBC URL as a client of the shop uses it. */
    public String urlWithUser(Side side) {
        return url(side) + "?user=" + USER;
    }

    private EmbeddedPostgres server(Side side) {
        return side == Side.OLD ? old : target;
    }

    @Override
    public void close() {
        stop(target);
        stop(old);
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Stopping an embedded server", e);
        }
    }
}

package dev.theseus.app.demo;

import dev.theseus.domain.database.Side;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Two embedded servers that hold nothing but the demonstration, and listen on the loopback address only. They write to
 * disk as servers in earnest do.
 */
public final class DemoServers implements AutoCloseable {

    /** The superuser of an embedded server; it needs no password. */
    public static final String USER = "postgres";

    private static final String DATABASE = "postgres";

    private final DemoServer old;
    private final DemoServer target;

    private DemoServers(DemoServer old, DemoServer target) {
        this.old = old;
        this.target = target;
    }

    /**
     * Starts both, empty.
     *
     * @param directory for their files: {@code old}, {@code new} and their logs
     * @throws dev.theseus.domain.database.DatabaseUnavailable if one does not start; then none is running
     */
    public static DemoServers start(Path directory) {
        DemoServer old = DemoServer.start(Side.OLD, directory);
        try {
            return new DemoServers(old, DemoServer.start(Side.NEW, directory));
        } catch (RuntimeException e) {
            old.close();
            throw e;
        }
    }

    /** JDBC URL without user. */
    public String url(Side side) {
        return "jdbc:postgresql://localhost:" + (side == Side.OLD ? old : target).port() + "/" + DATABASE;
    }

    /** JDBC URL as a client of the shop uses it. */
    public String urlWithUser(Side side) {
        return url(side) + "?user=" + USER;
    }

    /** Kills the new server; nobody is told. */
    void killNew() throws IOException {
        target.kill();
    }

    void startNewAgain() throws IOException {
        target.startAgain();
    }

    @Override
    public void close() {
        target.close();
        old.close();
    }
}

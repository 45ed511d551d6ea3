package dev.theseus.app.acceptance;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A client that inserts, updates, deletes and changes keys on old, about three hundred times a second, until stopped.
 */
final class LiveWriter implements AutoCloseable {

    private static final long REST_NANOS = 3_000_000;

    private final String url;
    private final Random random;
    private final int rows;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread = Thread.ofPlatform().name("live-writer").unstarted(this::write);
    private volatile boolean stopped;
    private long written;

    private LiveWriter(String url, int rows, long seed) {
        this.url = url;
        this.rows = rows;
        this.random = new Random(seed);
    }

    static LiveWriter start(String url, int rows, long seed) {
        LiveWriter writer = new LiveWriter(url, rows, seed);
        writer.thread.start();
        return writer;
    }

    private void write() {
        try (Connection connection = DriverManager.getConnection(url)) {
            while (!stopped) {
                step(connection);
                written++;
                LockSupport.parkNanos(REST_NANOS);
            }
        } catch (SQLException e) {
            failure.set(e);
        }
    }

    private void step(Connection connection) throws SQLException {
        int id = 1 + random.nextInt(rows);
        switch (random.nextInt(6)) {
            case 0 -> update(connection, "DELETE FROM item WHERE id = ?", id);
            case 1 -> update(connection, "INSERT INTO item (id, name) VALUES (?, 'new') ON CONFLICT DO NOTHING", id);
            case 2 -> update(connection, "INSERT INTO item (id, name) VALUES (nextval('beyond'), ?::text)", id);
            case 3 -> update(connection, "UPDATE item SET id = nextval('beyond') WHERE id = ?", id);
            case 4 -> update(connection, "UPDATE part SET amount = amount + 1 WHERE item = ? % 1000", id);
            default -> update(connection, "UPDATE item SET name = name || 'x' WHERE id = ?", id);
        }
        if (written % 500 == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "TRUNCATE scratch; INSERT INTO scratch SELECT g, 'row' FROM generate_series(1, 20) g");
            }
        }
    }

    private static void update(Connection connection, String sql, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, id);
            statement.executeUpdate();
        }
    }

    /** Stops, and says how many writes were committed. */
    long stop() throws InterruptedException {
        stopped = true;
        thread.join();
        Throwable failed = failure.get();
        if (failed != null) {
            throw new AssertionError("a client of the old database met an error", failed);
        }
        return written;
    }

    @Override
    public void close() {
        stopped = true;
    }
}

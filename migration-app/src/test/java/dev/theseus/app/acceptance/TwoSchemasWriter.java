package dev.theseus.app.acceptance;

import dev.theseus.domain.database.Side;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A client that writes in the schema of the side that has authority: when it is refused there, it goes to the other
 * side and speaks its schema.
 */
final class TwoSchemasWriter implements AutoCloseable {

    private static final long REST_NANOS = 3_000_000;
    private static final String OTHER_HAS_AUTHORITY = "TH001";

    /** What the client says, one statement at a time, in the schema of either side. */
    interface Speech {
        String onOld(Random random);

        String onNew(Random random);
    }

    /** The sides, old first. */
    private final List<String> urls;

    private final Speech speech;

    private final Random random;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread = Thread.ofPlatform().name("two-schemas-writer").unstarted(this::write);
    private final AtomicLong written = new AtomicLong();
    private volatile boolean stopped;
    private volatile boolean holds;
    private volatile int side;

    private TwoSchemasWriter(String old, String target, long seed, Speech speech) {
        this.urls = List.of(old, target);
        this.speech = speech;
        this.random = new Random(seed);
    }

    static TwoSchemasWriter start(String old, String target, long seed, Speech speech) {
        TwoSchemasWriter writer = new TwoSchemasWriter(old, target, seed, speech);
        writer.thread.start();
        return writer;
    }

    private void write() {
        try (Connection old = DriverManager.getConnection(urls.get(0));
                Connection target = DriverManager.getConnection(urls.get(1))) {
            while (!stopped) {
                if (!holds) {
                    step(side == 0 ? old : target);
                }
                LockSupport.parkNanos(REST_NANOS);
            }
        } catch (SQLException e) {
            failure.set(e);
        }
    }

    private void step(Connection connection) throws SQLException {
        String sql = side == 0 ? speech.onOld(random) : speech.onNew(random);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            written.incrementAndGet();
        } catch (SQLException e) {
            if (!OTHER_HAS_AUTHORITY.equals(e.getSQLState())) {
                throw e;
            }
            side = side == 0 ? 1 : 0;
        }
    }

    /** Waits until it writes to a side, and has done so for a while. */
    void await(Side wanted) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> (side == 1) == (wanted == Side.NEW));
        long before = written();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> written() > before + 300);
    }

    /** How many writes were committed so far. */
    long written() {
        return written.get();
    }

    /** Writes nothing until it goes on; a write that was begun may still end. */
    void hold() {
        holds = true;
    }

    void goOn() {
        holds = false;
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
        Throwable failed = failure.get();
        if (failed != null) {
            throw new AssertionError("a client met an error", failed);
        }
    }

    @Override
    public void close() {
        stopped = true;
    }
}

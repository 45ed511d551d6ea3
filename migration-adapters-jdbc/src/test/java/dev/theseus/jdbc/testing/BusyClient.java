package dev.theseus.jdbc.testing;

import static org.awaitility.Awaitility.await;

import dev.theseus.domain.database.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** An ordinary client of one side that writes as fast as it can, in a thread of its own, until it is closed. */
public final class BusyClient implements AutoCloseable {

    private final AtomicLong written = new AtomicLong();
    private final CompletableFuture<Void> running;
    private volatile boolean stop;

    private BusyClient(TestDatabases databases, Side side, Random random, Function<Random, String> next) {
        running = CompletableFuture.runAsync(
                () -> write(databases, side, random, next),
                work -> Thread.ofPlatform().start(work));
    }

    /**
     * @param next a statement, from what chance says
     * @param seed of chance
     */
    public static BusyClient write(TestDatabases databases, Side side, long seed, Function<Random, String> next) {
        return new BusyClient(databases, side, new Random(seed), next);
    }

    private void write(TestDatabases databases, Side side, Random random, Function<Random, String> next) {
        try (Connection connection = databases.session(side);
                Statement statement = connection.createStatement()) {
            while (!stop) {
                statement.execute(next.apply(random));
                written.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many statements were committed so far. */
    public long written() {
        return written.get();
    }

    /** Waits until more than so many statements were committed. */
    public void awaitWritten(long statements) {
        await().until(() -> written() > statements);
    }

    /** Fails if a statement failed. */
    @Override
    public void close() {
        stop = true;
        running.join();
    }
}

package dev.theseus.jdbc.mapping;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Two clients that change the tables of {@link MappingTest} on old until they are closed. */
@SuppressWarnings("try") // what it closes may be interrupted
final class LiveWriters implements AutoCloseable {

    private static final List<String> DEEDS = List.of(
            "UPDATE account SET owner = owner || '!' WHERE id = %1$d",
            "UPDATE balance SET cents = %2$d WHERE account_id = %1$d",
            "INSERT INTO balance (account_id, cents) VALUES (%1$d, %2$d) ON CONFLICT (account_id) DO UPDATE SET cents = 0",
            "DELETE FROM balance WHERE account_id = %1$d",
            "DELETE FROM account WHERE id = %1$d",
            "INSERT INTO account VALUES (%1$d, 'new') ON CONFLICT DO NOTHING",
            "UPDATE account SET id = id + 100000 WHERE id = %1$d",
            "UPDATE customer SET name = 'w', town = 'w%2$d' WHERE id = %1$d",
            "DELETE FROM customer WHERE id = %1$d",
            "INSERT INTO customer (name) VALUES ('late %2$d')");

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong written = new AtomicLong();
    private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();

    private LiveWriters() {}

    static LiveWriters start(TestDatabases databases) {
        LiveWriters writers = new LiveWriters();
        for (int seed = 1; seed <= 2; seed++) {
            Random random = new Random(seed);
            writers.threads.add(Thread.ofPlatform().start(() -> writers.write(databases, random)));
        }
        return writers;
    }

    private void write(TestDatabases databases, Random random) {
        try (Connection session = databases.session(Side.OLD);
                Statement statement = session.createStatement()) {
            while (!stopped.get()) {
                String deed = DEEDS.get(random.nextInt(DEEDS.size()));
                attempt(statement, deed.formatted(1 + random.nextInt(1000), random.nextInt(1000)));
            }
        } catch (SQLException e) {
            failure.set(e);
        }
    }

    /** Two keys may meet; that is refused by the server, and no matter. */
    private void attempt(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
            written.incrementAndGet();
        } catch (SQLException e) {
            if (!"23505".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    long written() {
        return written.get();
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        stopped.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        SQLException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}

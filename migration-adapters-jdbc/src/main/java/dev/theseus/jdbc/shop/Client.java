package dev.theseus.jdbc.shop;

import dev.theseus.jdbc.postgres.PgErrors;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One client of the shop: does one deed after the other at a steady rate, each in a transaction that also writes a
 * journal row with the next serial number, and keeps a receipt of how it ended.
 */
final class Client implements Runnable {

    /** A client that fell behind, because the server was slow or away, makes up for this much and forgives the rest. */
    private static final long FORGIVEN_AFTER = Duration.ofSeconds(1).toNanos();

    private static final long RECONNECT_PAUSE = Duration.ofMillis(200).toNanos();

    private final String url;
    private final int number;
    private final long pause;
    private final Random random;
    private final Receipts receipts;
    private final TrafficCount count;
    private @Nullable Connection connection;
    private volatile boolean leaving;
    private volatile @Nullable Thread thread;
    private int serial;

    private Client(String url, int number, TrafficSettings settings, Receipts receipts, TrafficCount count) {
        this.url = url;
        this.number = number;
        this.pause = (long) (settings.clients() * 1e9 / settings.perSecond());
        this.random = new Random(settings.seed() * 1_000 + number);
        this.receipts = receipts;
        this.count = count;
    }

    static Client connect(String url, int number, TrafficSettings settings, Receipts receipts, TrafficCount count)
            throws SQLException {
        Client client = new Client(url, number, settings, receipts, count);
        client.connection();
        return client;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        long due = System.nanoTime();
        while (!leaving) {
            attempt();
            due = Math.max(due + pause, System.nanoTime() - FORGIVEN_AFTER);
            rest(due - System.nanoTime());
        }
        disconnect();
    }

    private void attempt() {
        serial++;
        Deed deed = Deed.draw(random);
        try {
            attempt(new Visit(connection(), random, number, serial), deed);
        } catch (SQLException e) {
            fail(e);
        }
    }

    private void attempt(Visit visit, Deed deed) throws SQLException {
        long begun = System.nanoTime();
        try {
            visit.journal(deed);
            deed.perform(visit);
        } catch (SQLException e) {
            receipts.note(number, serial, Receipts.Ending.ROLLED_BACK, 0);
            throw e;
        }
        if (deed.isAbandoned()) {
            visit.connection().rollback();
            receipts.note(number, serial, Receipts.Ending.ROLLED_BACK, 0);
            count.rolledBack();
            return;
        }
        commit(visit);
        count.committed(System.nanoTime() - begun);
    }

    private void commit(Visit visit) throws SQLException {
        try {
            visit.connection().commit();
            receipts.note(number, serial, Receipts.Ending.COMMITTED, visit.hits());
        } catch (SQLException e) {
            receipts.note(number, serial, isRefusal(e) ? Receipts.Ending.ROLLED_BACK : Receipts.Ending.UNKNOWN, 0);
            throw e;
        }
    }

    /** An answer from the server that is no sign of its going away means that nothing was committed. */
    private static boolean isRefusal(SQLException error) {
        String state = PgErrors.state(error);
        return !state.startsWith("08") && !state.startsWith("57") && !state.equals(PgErrors.NO_STATE);
    }

    private void fail(SQLException error) {
        String state = PgErrors.state(error);
        if (state.equals(PgErrors.DEADLOCK) || state.equals(PgErrors.SERIALIZATION_FAILURE)) {
            count.conflict();
        } else {
            count.error(state);
        }
        recover();
    }

    private void recover() {
        try {
            if (connection != null) {
                connection.rollback();
            }
        } catch (SQLException e) {
            disconnect();
        }
        if (connection == null) {
            rest(RECONNECT_PAUSE);
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = DriverManager.getConnection(url);
            open.setAutoCommit(false);
            connection = open;
        }
        return open;
    }

    void leave() {
        leaving = true;
        LockSupport.unpark(thread);
    }

    private void rest(long nanos) {
        if (nanos > 0 && !leaving) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    void disconnect() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // it is given up anyway
        } finally {
            connection = null;
        }
    }

    @Override
    public String toString() {
        return "shop-client-" + (number + 1);
    }
}

package dev.theseus.jdbc.capture;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * From where the log of each table has to be read. Retired entries stay in the index until vacuum can take them, and a
 * reader that begins at 0 steps over all of them each time. Ids are not in commit order, so "greater than the last
 * seen" would lose entries; this is sound instead: a probe notes the sequence's last value m, and after that draws a
 * transaction id x of its own. Whoever has drawn an id up to m had a transaction id by then, so a smaller one than x.
 * Once a snapshot says that all transactions before x have ended, an id up to m is visible in it or will never be.
 *
 * <p>(The xmax of a snapshot would not do for x: it is one above the last id that has <em>ended</em>, and transactions
 * above it may be at work.)
 */
final class LogFloor {

    private static final long PROBE_EVERY = Duration.ofSeconds(1).toNanos();

    /**
     * Everything up to {@code position} is settled once a snapshot's oldest transaction is {@code transaction} or
     * younger.
     */
    private record Probe(long position, long transaction) {}

    private final Map<Integer, Long> floors = new ConcurrentHashMap<>();
    private final ReentrantLock probing = new ReentrantLock();
    private volatile Probe probe = new Probe(0, 0);
    private volatile long nextProbe = System.nanoTime();

    /** Nothing of this table stands, or will ever appear, with this id or a smaller one. */
    long of(int table) {
        return floors.getOrDefault(table, 0L);
    }

    /** Probes at most once a second, and only after the last probe has come to something. */
    void probeIfDue(Connection connection) throws SQLException {
        if (System.nanoTime() - nextProbe < 0 || !probing.tryLock()) {
            return;
        }
        try {
            nextProbe = System.nanoTime() + PROBE_EVERY;
            if (probe.position() == 0) {
                long position = one(connection, "SELECT last_value FROM theseus.change_log_id_seq");
                probe = new Probe(position, one(connection, "SELECT pg_current_xact_id()::text::bigint"));
            }
        } finally {
            probing.unlock();
        }
    }

    private static long one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Raises floors after a read.
     *
     * @param oldestTransaction of the snapshot that was read
     * @param lowest for each table that was read, the lowest id that stands, or Long.MAX_VALUE if none does
     */
    void raise(long oldestTransaction, Map<Integer, Long> lowest) {
        Probe settled = probe;
        if (settled.position() == 0 || oldestTransaction < settled.transaction()) {
            return;
        }
        lowest.forEach((table, id) -> floors.merge(table, Math.min(settled.position(), id - 1), Math::max));
        probe = new Probe(0, 0);
    }
}

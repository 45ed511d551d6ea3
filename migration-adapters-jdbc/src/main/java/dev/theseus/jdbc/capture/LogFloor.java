package dev.theseus.jdbc.capture;

import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * From where the log of each table has to be read. Retired entries stay in the index until vacuum can take them, and a
 * reader that begins at 0 steps over all of them each time. Ids are not in commit order, so "greater than the last
 * seen" would lose entries; this is sound instead: a probe notes the sequence's last value m, and after that draws a
 * transaction id x of its own. Whoever has drawn an id up to m had a transaction id by then, so a smaller one than x.
 * Once a snapshot says that all transactions up to x have ended, an id up to m is visible in it or will never be.
 *
 * <p>(The xmax of a snapshot would not do for x: it is one above the last id that has <em>ended</em>, and transactions
 * above it may be at work.)
 *
 * <p>A server that crashed may give out ids again that it gave to transactions which never were on disk. So the probe's
 * commit puts everything up to m on disk; and another server in its place, which may be behind, voids all floors.
 *
 * <p>Safe for several threads; each reader of a log has one of its own.
 */
public final class LogFloor {

    private static final long PROBE_EVERY = Duration.ofSeconds(1).toNanos();

    /** The message is empty; it makes the commit write, and so flush, the server's log. */
    private static final String PROBE = """
            SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM theseus.change_log_id_seq""";

    private static final String DRAW = """
            SELECT pg_current_xact_id()::text::bigint, pg_logical_emit_message(true, 'theseus', '')""";

    /** Everything up to {@code position} is settled once all transactions up to {@code transaction} have ended. */
    private record Probe(long position, long transaction) {
        static final Probe NONE = new Probe(0, 0);
    }

    /** The floors that hold for one start of the server. */
    private record Floors(long server, Map<Integer, Long> lowest) {}

    private final AtomicReference<Floors> floors = new AtomicReference<>(new Floors(0, Map.of()));
    private final AtomicReference<Probe> probe = new AtomicReference<>(Probe.NONE);
    private final AtomicLong nextProbe = new AtomicLong(System.nanoTime());

    /** Nothing of this table stands, or will ever appear, with this id or a smaller one. */
    public long of(int table) {
        return floors.get().lowest().getOrDefault(table, 0L);
    }

    /** Binds the numbers of the tables and their floors as the first two values of a query. */
    public void bind(PreparedStatement query, Connection connection, Collection<Integer> tables) throws SQLException {
        query.setArray(1, connection.createArrayOf("int4", tables.toArray()));
        query.setArray(
                2,
                connection.createArrayOf("int8", tables.stream().map(this::of).toArray()));
    }

    /** Probes at most once a second, and only after the last probe has come to something. */
    public void probeIfDue(PgDatabase source) {
        long due = nextProbe.get();
        if (probe.get().equals(Probe.NONE)
                && System.nanoTime() - due >= 0
                && nextProbe.compareAndSet(due, System.nanoTime() + PROBE_EVERY)) {
            // counts only after its commit has come back
            probe.set(source.inTransaction("probe the change log", LogFloor::probe));
        }
    }

    private static Probe probe(Connection connection) throws SQLException {
        long position = one(connection, PROBE);
        return position == 0 ? Probe.NONE : new Probe(position, one(connection, DRAW));
    }

    private static long one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Whether the floors, as they were bound to a query, hold for the server that answered it. */
    public Validity validFor(long server) {
        Floors known = floors.get();
        if (known.server() == server) {
            return Validity.HOLD;
        }
        probe.set(Probe.NONE);
        floors.set(new Floors(server, Map.of()));
        return known.lowest().isEmpty() ? Validity.HOLD : Validity.VOID;
    }

    /** Whether floors can be relied on. */
    public enum Validity {
        HOLD,
        /** The query has to be repeated: it may have left entries out. */
        VOID
    }

    /**
     * Raises floors after a read whose row has an array {@code tables} and what {@link #raise(long, Map)} takes:
     * {@code oldest}, and {@code lowest} as an array in the order of the tables.
     */
    public void raise(ResultSet row) throws SQLException {
        Integer[] tables = (Integer[]) row.getArray("tables").getArray();
        Long[] ids = (Long[]) row.getArray("lowest").getArray();
        Map<Integer, Long> lowest = new HashMap<>();
        for (int i = 0; i < tables.length; i++) {
            lowest.put(tables[i], ids[i]);
        }
        raise(row.getLong("oldest"), lowest);
    }

    /**
     * Raises floors after a read.
     *
     * @param oldestTransaction that was still at work when the snapshot was taken that was read
     * @param lowest for each table that was read, the lowest id that stands, or Long.MAX_VALUE if none does
     */
    public void raise(long oldestTransaction, Map<Integer, Long> lowest) {
        Probe settled = probe.get();
        if (settled.equals(Probe.NONE) || oldestTransaction <= settled.transaction()) {
            return;
        }
        floors.updateAndGet(known -> {
            Map<Integer, Long> raised = new HashMap<>(known.lowest());
            lowest.forEach((table, id) -> raised.merge(table, Math.min(settled.position(), id - 1), Math::max));
            return new Floors(known.server(), Map.copyOf(raised));
        });
        probe.compareAndSet(settled, Probe.NONE);
    }
}

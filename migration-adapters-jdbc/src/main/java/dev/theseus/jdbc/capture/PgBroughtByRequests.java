package dev.theseus.jdbc.capture;

import dev.theseus.domain.changelog.BroughtByRequests;
import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers rows in a table beside the log, for {@link #REMEMBERED} by the server's clock. Whoever retires entries
 * takes away, now and then, what is older.
 */
final class PgBroughtByRequests implements BroughtByRequests {

    static final String DDL = """
            CREATE TABLE IF NOT EXISTS theseus.brought_by_requests (
              table_no int NOT NULL,
              key text[] COLLATE "C",
              at timestamptz NOT NULL DEFAULT clock_timestamp()
            ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
                    autovacuum_vacuum_cost_delay = 0, autovacuum_vacuum_insert_threshold = -1);
            """;

    private static final String RETIRE = PgChangeLog.RETIRING + """
            , remembered AS (
              INSERT INTO theseus.brought_by_requests (table_no, key) SELECT DISTINCT table_no, key FROM gone)
            """ + PgChangeLog.STOOD;

    private static final String FORGET =
            "DELETE FROM theseus.brought_by_requests WHERE at < clock_timestamp() - make_interval(secs => ?)";

    private static final String LATELY = """
            SELECT DISTINCT table_no, key FROM theseus.brought_by_requests
            WHERE table_no = ANY (?) AND at >= clock_timestamp() - make_interval(secs => ?) LIMIT ?""";

    private static final String STANDS = "SELECT 1 WHERE to_regclass('theseus.brought_by_requests') IS NOT NULL";

    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);
    private static final int MOST = 100_000;

    private final PgDatabase source;
    private final AtomicLong nextForget = new AtomicLong(System.nanoTime());
    private volatile boolean known;

    PgBroughtByRequests(PgDatabase source) {
        this.source = source;
    }

    @Override
    public void retire(Collection<LogEntry> entries) {
        source.inTransaction("retire entries of dual writes", connection -> {
            if (!stands(connection)) {
                return PgChangeLog.retire(connection, PgChangeLog.RETIRE, entries, (table, micros) -> {});
            }
            forgetIfDue(connection);
            return PgChangeLog.retire(connection, RETIRE, entries, (table, micros) -> {});
        });
    }

    private void forgetIfDue(Connection connection) throws SQLException {
        long due = nextForget.get();
        if (System.nanoTime() - due < 0 || !nextForget.compareAndSet(due, System.nanoTime() + FORGET_EVERY.toNanos())) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setDouble(1, seconds(REMEMBERED));
            delete.executeUpdate();
        }
    }

    @Override
    public BroughtOver lately(Collection<TablePlan> tables, Duration past) {
        if (past.compareTo(REMEMBERED) > 0) {
            return BroughtOver.unknown(tables);
        }
        return source.inTransaction(
                "look which rows requests have brought over",
                connection -> stands(connection) ? read(connection, tables, past) : BroughtOver.unknown(tables));
    }

    /** Bookkeeping that an earlier version prepared has no such table. */
    private boolean stands(Connection connection) throws SQLException {
        if (!known) {
            known = !Run.texts(connection, STANDS).isEmpty();
        }
        return known;
    }

    private static BroughtOver read(Connection connection, Collection<TablePlan> tables, Duration past)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LATELY)) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "int4", tables.stream().map(TablePlan::number).toArray()));
            query.setDouble(2, seconds(past));
            query.setInt(3, MOST + 1);
            try (ResultSet found = query.executeQuery()) {
                Map<Integer, Set<RowKey>> rows = new HashMap<>();
                Set<Integer> wholly = new HashSet<>();
                int read = 0;
                while (found.next()) {
                    read++;
                    Array key = found.getArray(2);
                    if (key == null) {
                        wholly.add(found.getInt(1));
                    } else {
                        rows.computeIfAbsent(found.getInt(1), none -> new HashSet<>())
                                .add(LogReading.rowKey(key));
                    }
                }
                return read > MOST ? BroughtOver.unknown(tables) : new BroughtOver(rows, wholly);
            }
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}

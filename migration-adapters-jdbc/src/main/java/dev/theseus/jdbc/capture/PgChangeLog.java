package dev.theseus.jdbc.capture;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The change log in the source database, written by {@link PgTriggerCapture}'s triggers. */
final class PgChangeLog implements ChangeLog {

    /**
     * What was set aside for a key before the entry was even logged is in the source's row that its apply has read. The
     * time of setting aside and the time of logging come from the same clock.
     */
    static final String RETIRING = """
            WITH gone AS (
              DELETE FROM theseus.change_log WHERE table_no = ? AND id = ANY (?) RETURNING id, table_no, key, logged_at),
            obsolete AS (
              DELETE FROM theseus.set_aside s USING gone g
              WHERE s.table_no = g.table_no AND coalesce(s.key, '{}') = coalesce(g.key, '{}')
                AND s.since < g.logged_at AND s.id < g.id)""";

    static final String STOOD =
            " SELECT (extract(epoch FROM clock_timestamp() - logged_at) * 1000000)::bigint FROM gone";

    static final String RETIRE = RETIRING + STOOD;

    /** An entry that comes back after a crash of the server is applied again, which changes nothing. */
    private static final String WITHOUT_FLUSH = "SET LOCAL synchronous_commit = off;\n";

    private static final String KEYS = """
            SELECT k.no, ARRAY(SELECT jsonb_array_elements_text(k.parts)) COLLATE "C" AS key
            FROM jsonb_array_elements(?::jsonb) WITH ORDINALITY k(parts, no)""";

    private static final String APPEND = "INSERT INTO theseus.change_log (table_no, key) SELECT ?, keys.key FROM ("
            + KEYS + ") keys ORDER BY keys.no";

    private static final String PENDING_OF = "SELECT keys.no FROM (" + KEYS + """
            ) keys CROSS JOIN (VALUES (?)) t(no) WHERE
            EXISTS (SELECT FROM theseus.change_log l
              WHERE l.table_no = t.no AND hash_array(l.key) = hash_array(keys.key) AND l.key = keys.key)
            OR EXISTS (SELECT FROM theseus.change_log l
              WHERE l.table_no = t.no AND hash_array(l.key) IS NULL AND l.key IS NULL)""";

    /** The transaction goes with the key: until it is applied, nobody who has to see that transaction reads new. */
    private static final String SET_ASIDE = """
            WITH moved AS (
              DELETE FROM theseus.change_log WHERE table_no = ? AND id = ANY (?) RETURNING id, table_no, key, xid),
            older AS (
              DELETE FROM theseus.set_aside s USING moved m
              WHERE s.table_no = m.table_no AND coalesce(s.key, '{}') = coalesce(m.key, '{}')
              RETURNING s.table_no, s.key, s.xid)
            INSERT INTO theseus.set_aside (id, table_no, key, sql_state, what, attempts, xid)
            SELECT max(id), table_no, key, ?, ?, ?, (array_agg(xid ORDER BY xid))[1] FROM (
              SELECT id, table_no, key, xid FROM moved UNION ALL SELECT NULL, table_no, key, xid FROM older) every
            GROUP BY table_no, key""";

    private static final String RETRY = """
            WITH back AS (DELETE FROM theseus.set_aside WHERE table_no = coalesce(?, table_no)
              RETURNING table_no, key, since, xid)
            INSERT INTO theseus.change_log (table_no, key, xid) SELECT table_no, key, xid FROM back ORDER BY since""";

    private static final String NEWEST = """
            SELECT coalesce(max(l.id), 0) FROM unnest(?) t(no) CROSS JOIN LATERAL (
              SELECT c.id FROM theseus.change_log c WHERE c.table_no = t.no ORDER BY c.id DESC LIMIT 1) l""";

    private static final String UP_TO = """
            SELECT EXISTS (SELECT FROM unnest(?, ?) t(no, floor) CROSS JOIN LATERAL (
              SELECT FROM theseus.change_log c WHERE c.table_no = t.no AND c.id > t.floor AND c.id <= ? LIMIT 1) l),
              (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint;
            COMMIT""";

    private static final String ASIDE = """
            SELECT table_no, key, sql_state, what, attempts, since FROM theseus.set_aside ORDER BY since, id LIMIT ?;
            COMMIT""";

    private final PgDatabase source;
    private final LogFloor floor = new LogFloor();
    private final LogReading reading = new LogReading(floor);
    private final LogGauge gauge = new LogGauge(floor);

    PgChangeLog(PgDatabase source) {
        this.source = source;
    }

    @Override
    public List<LogEntry> pending(Set<Integer> tables, Collection<Long> except, int limit) {
        if (tables.isEmpty()) {
            return List.of();
        }
        floor.probeIfDue(source);
        return source.inTransaction("read the change log", c -> reading.pending(c, tables, except, limit));
    }

    @Override
    public long retire(Collection<LogEntry> entries, Stood stood) {
        return source.inTransaction(
                "retire entries of the change log", connection -> retire(connection, RETIRE, entries, stood));
    }

    /**
     * In one round trip, and with it ends the transaction.
     *
     * @param statement that begins with {@link #RETIRING} and ends with {@link #STOOD}
     */
    static long retire(Connection connection, String statement, Collection<LogEntry> entries, Stood stood)
            throws SQLException {
        Map<Integer, List<Long>> tables = byTable(entries);
        String all = WITHOUT_FLUSH + String.join(";\n", Collections.nCopies(tables.size(), statement)) + ";\nCOMMIT";
        try (PreparedStatement delete = connection.prepareStatement(all)) {
            int at = 1;
            for (Map.Entry<Integer, List<Long>> table : tables.entrySet()) {
                delete.setInt(at++, table.getKey());
                delete.setArray(
                        at++, connection.createArrayOf("int8", table.getValue().toArray()));
            }
            delete.execute();
            long retired = 0;
            for (int table : tables.keySet()) {
                delete.getMoreResults();
                retired += told(delete.getResultSet(), table, stood);
            }
            return retired;
        }
    }

    private static long told(ResultSet rows, int table, Stood stood) throws SQLException {
        long told = 0;
        while (rows.next()) {
            stood.entry(table, Math.max(0, rows.getLong(1)));
            told++;
        }
        return told;
    }

    /** Sorted, so that two that retire the same entries lock them in the same order. */
    private static Map<Integer, List<Long>> byTable(Collection<LogEntry> entries) {
        return entries.stream()
                .sorted((a, b) -> Long.compare(a.id(), b.id()))
                .collect(Collectors.groupingBy(
                        LogEntry::table,
                        java.util.TreeMap::new,
                        Collectors.mapping(LogEntry::id, Collectors.toList())));
    }

    @Override
    public void append(TablePlan table, Collection<RowKey> keys) {
        source.inTransaction("note keys of " + table.on(source.side()), connection -> {
            drawTransactionId(connection);
            try (PreparedStatement insert = connection.prepareStatement(APPEND)) {
                insert.setInt(1, table.number());
                insert.setString(2, KeyJson.of(keys));
                return insert.executeUpdate();
            }
        });
    }

    /**
     * Before an entry's id is drawn: {@link LogFloor} relies on that order. A trigger's transaction has its id already.
     */
    private static void drawTransactionId(Connection connection) throws SQLException {
        Run.sql(connection, "SELECT pg_current_xact_id()");
    }

    @Override
    public Set<RowKey> pendingOf(TablePlan table, Collection<RowKey> keys) {
        List<RowKey> asked = List.copyOf(keys);
        return source.inTransaction("look for entries of " + table.on(source.side()), connection -> {
            try (PreparedStatement query = connection.prepareStatement(PENDING_OF)) {
                query.setString(1, KeyJson.of(asked));
                query.setInt(2, table.number());
                try (ResultSet rows = query.executeQuery()) {
                    Set<RowKey> pending = new HashSet<>();
                    while (rows.next()) {
                        pending.add(asked.get(rows.getInt(1) - 1));
                    }
                    return pending;
                }
            }
        });
    }

    @Override
    public long newest(Set<Integer> tables) {
        return source.inTransaction("look at the change log", connection -> {
            try (PreparedStatement query = connection.prepareStatement(NEWEST)) {
                query.setArray(1, connection.createArrayOf("int4", tables.toArray()));
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    @Override
    public Standing upTo(Set<Integer> tables, long id) {
        return source.inTransaction("look at the change log", connection -> {
            try (PreparedStatement query = connection.prepareStatement(UP_TO)) {
                floor.bind(query, connection, tables);
                query.setLong(3, id);
                query.execute();
                try (ResultSet row = query.getResultSet()) {
                    row.next();
                    boolean some = row.getBoolean(1) || floor.validFor(row.getLong(2)) == LogFloor.Validity.VOID;
                    return some ? Standing.SOME : Standing.NONE;
                }
            }
        });
    }

    @Override
    public void setAside(Collection<LogEntry> entries, SetAside.Reason reason) {
        source.inTransaction("set entries of the change log aside", connection -> {
            for (Map.Entry<Integer, List<Long>> table : byTable(entries).entrySet()) {
                try (PreparedStatement move = connection.prepareStatement(SET_ASIDE)) {
                    move.setInt(1, table.getKey());
                    move.setArray(
                            2, connection.createArrayOf("int8", table.getValue().toArray()));
                    move.setString(3, reason.sqlState());
                    move.setString(4, reason.what());
                    move.setInt(5, reason.attempts());
                    move.executeUpdate();
                }
            }
            return null;
        });
    }

    @Override
    public List<SetAside> setAside(int limit) {
        return source.inTransaction("read what was set aside", connection -> {
            try (PreparedStatement query = connection.prepareStatement(ASIDE)) {
                query.setInt(1, limit);
                query.execute();
                try (ResultSet rows = query.getResultSet()) {
                    List<SetAside> found = new ArrayList<>();
                    while (rows.next()) {
                        found.add(setAside(rows));
                    }
                    return found;
                }
            }
        });
    }

    private static SetAside setAside(ResultSet row) throws SQLException {
        Array key = row.getArray("key");
        return new SetAside(
                row.getInt("table_no"),
                key == null ? Optional.empty() : Optional.of(LogReading.rowKey(key)),
                new SetAside.Reason(row.getString("sql_state"), row.getString("what"), row.getInt("attempts")),
                row.getTimestamp("since").toInstant());
    }

    @Override
    public long retrySetAside(Optional<TablePlan> table) {
        return source.inTransaction("put back what was set aside", connection -> {
            drawTransactionId(connection);
            try (PreparedStatement move = connection.prepareStatement(RETRY)) {
                move.setObject(1, table.map(TablePlan::number).orElse(null), java.sql.Types.INTEGER);
                return (long) move.executeUpdate();
            }
        });
    }

    @Override
    public Backlog backlog(Map<Integer, Duration> relayed) {
        probe();
        return source.inTransaction("measure the change log", c -> gauge.measure(c, relayed));
    }

    /** Who only measures, again and again, steps over what is retired as well; one who may not write here has to. */
    private void probe() {
        try {
            floor.probeIfDue(source);
        } catch (DatabaseRefused readOnly) {
            return;
        }
    }
}

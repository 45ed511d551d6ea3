package dev.theseus.jdbc.critical;

import dev.theseus.domain.critical.CriticalOutcome;
import dev.theseus.domain.critical.OpenReason;
import dev.theseus.domain.critical.OpenWrite;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.SentTransaction;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements of the journal. Every change of a write's state looks at the state that it finds. */
final class Journal {

    static final String WRITTEN = "WRITTEN";
    static final String OPEN = "OPEN";

    /** Outcomes are kept for a node that was thought dead and asks what became of its write. */
    private static final Duration KEPT = Duration.ofDays(1);

    /** With the write's rows and locks, in one statement. */
    private static final String FORGET = """
            , gone AS (DELETE FROM theseus.critical_row r USING changed c WHERE r.write_id = c.id),
              free AS (DELETE FROM theseus.critical_lock l USING changed c WHERE l.write_id = c.id)
            SELECT count(*) FROM changed""";

    private static final String CONFIRM_AND_FORGET = """
            WITH changed AS (DELETE FROM theseus.critical_write WHERE id = ? AND state = 'WRITTEN' RETURNING id)
            """ + FORGET;

    private static final String SETTLE = """
            WITH changed AS (UPDATE theseus.critical_write SET state = ?, due_at = clock_timestamp()
                             WHERE id = ? AND state IN ('WRITTEN', 'OPEN') RETURNING id)
            """ + FORGET;

    private static final String OPEN_IT = """
            UPDATE theseus.critical_write SET state = 'OPEN', reason = ?, detail = ?, tries = tries + 1,
              due_at = clock_timestamp() + ? * interval '1 ms'
            WHERE id = ? AND state IN ('WRITTEN', 'OPEN')""";

    /** Whoever finds one taken leaves it: that one is at work on it. */
    private static final String CLAIM = """
            UPDATE theseus.critical_write SET due_at = clock_timestamp() + ? * interval '1 ms'
            WHERE id IN (SELECT id FROM theseus.critical_write
                         WHERE state IN ('WRITTEN', 'OPEN') AND due_at <= clock_timestamp()
                         ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED)
            RETURNING id, state, reason, detail""";

    private static final String ROWS = """
            SELECT table_no, key FROM theseus.critical_row WHERE write_id = ? ORDER BY place, table_no""";

    private static final String OPEN_ONES = """
            SELECT w.id, w.node, w.reason, w.detail, w.begun_at, w.tries, array(
              SELECT coalesce((SELECT c.relation FROM theseus.captured_table c WHERE c.table_no = r.table_no),
                       'table ' || r.table_no) || ' ' || array_to_string(r.key, ', ')
              FROM theseus.critical_row r WHERE r.write_id = w.id ORDER BY r.place, r.key) AS keys
            FROM theseus.critical_write w WHERE w.state = 'OPEN' AND (w.id = ? OR ?) ORDER BY w.begun_at""";

    private Journal() {}

    /**
     * A write that was just begun.
     *
     * @param id in the journal
     * @param transaction that it is made in
     * @param logFloor all that it notes in the change log has greater numbers
     */
    record Entry(long id, SentTransaction transaction, long logFloor) {}

    /**
     * A write to be taken up.
     *
     * @param reason and detail of one that is open
     */
    record Claimed(long id, String state, @Nullable OpenReason reason, String detail) {}

    static Entry begin(Connection connection, String node) throws SQLException {
        long floor = Long.parseLong(Run.texts(connection, "SELECT last_value FROM theseus.change_log_id_seq")
                .getFirst());
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO theseus.critical_write (node) VALUES (?) RETURNING id, xid::text::bigint, "
                        + SentTransaction.LIFE)) {
            insert.setString(1, node);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new Entry(row.getLong(1), new SentTransaction(row.getLong(2), row.getString(3)), floor);
            }
        }
    }

    static void lease(Connection connection, long write, Duration lease) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE theseus.critical_write SET due_at = clock_timestamp() + ? * interval '1 ms' WHERE id = ?")) {
            update.setLong(1, lease.toMillis());
            update.setLong(2, write);
            update.executeUpdate();
        }
    }

    /** Whether the write was still WRITTEN; it leaves no trace. */
    static boolean confirmAndForget(Connection connection, long write) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CONFIRM_AND_FORGET)) {
            statement.setLong(1, write);
            return isOne(statement);
        }
    }

    /** Whether the write was unsettled; its outcome is kept for a while. */
    static boolean settle(Connection connection, long write, CriticalOutcome outcome) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SETTLE)) {
            statement.setString(1, outcome.name());
            statement.setLong(2, write);
            return isOne(statement);
        }
    }

    /** Whether the write was unsettled. Where it is not to be taken back any more, its keys are free. */
    static boolean open(Connection connection, long write, OpenReason reason, String detail, Duration next)
            throws SQLException {
        boolean opened;
        try (PreparedStatement update = connection.prepareStatement(OPEN_IT)) {
            update.setString(1, reason.name());
            update.setString(2, detail);
            update.setLong(3, next.toMillis());
            update.setLong(4, write);
            opened = update.executeUpdate() == 1;
        }
        if (opened && reason != OpenReason.TAKING_BACK_FAILS) {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM theseus.critical_lock WHERE write_id = ?")) {
                delete.setLong(1, write);
                delete.executeUpdate();
            }
        }
        return opened;
    }

    /** The state, held until the transaction ends; empty if the write is not in the journal. */
    static Optional<String> state(Connection connection, long write) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT state FROM theseus.critical_write WHERE id = ? FOR UPDATE")) {
            query.setLong(1, write);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    static List<Claimed> claim(Connection connection, Duration lease) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
            update.setLong(1, lease.toMillis());
            try (ResultSet rows = update.executeQuery()) {
                List<Claimed> claimed = new ArrayList<>();
                while (rows.next()) {
                    String reason = rows.getString(3);
                    String detail = rows.getString(4);
                    claimed.add(new Claimed(
                            rows.getLong(1),
                            rows.getString(2),
                            reason == null ? null : OpenReason.valueOf(reason),
                            detail == null ? "" : detail));
                }
                return claimed;
            }
        }
    }

    static void removeOldOutcomes(Connection connection) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM theseus.critical_write WHERE state NOT IN ('WRITTEN', 'OPEN')"
                        + " AND due_at < clock_timestamp() - ? * interval '1 ms'")) {
            delete.setLong(1, KEPT.toMillis());
            delete.executeUpdate();
        }
    }

    /** The keys of each table's changed rows, in the order in which the work named the tables. */
    static Map<Integer, List<RowKey>> rows(Connection connection, long write) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ROWS)) {
            query.setLong(1, write);
            try (ResultSet rows = query.executeQuery()) {
                Map<Integer, List<RowKey>> found = new LinkedHashMap<>();
                while (rows.next()) {
                    found.computeIfAbsent(rows.getInt(1), n -> new ArrayList<>())
                            .add(new RowKey(texts(rows.getArray(2))));
                }
                return found;
            }
        }
    }

    /** Those that are open. */
    static List<OpenWrite> openOnes(Connection connection, Side side) throws SQLException {
        return open(connection, side, 0, true);
    }

    /** One that is open. */
    static Optional<OpenWrite> openOne(Connection connection, Side side, long write) throws SQLException {
        return open(connection, side, write, false).stream().findFirst();
    }

    private static List<OpenWrite> open(Connection connection, Side side, long write, boolean all) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OPEN_ONES)) {
            query.setLong(1, write);
            query.setBoolean(2, all);
            try (ResultSet rows = query.executeQuery()) {
                List<OpenWrite> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new OpenWrite(
                            side,
                            rows.getLong("id"),
                            rows.getString("node"),
                            OpenReason.valueOf(rows.getString("reason")),
                            rows.getString("detail"),
                            texts(rows.getArray("keys")),
                            rows.getTimestamp("begun_at").toInstant(),
                            rows.getInt("tries")));
                }
                return found;
            }
        }
    }

    /** Whether the journal stands in this database. */
    static boolean stands(Connection connection) throws SQLException {
        return !Run.texts(connection, "SELECT 1 WHERE to_regclass('theseus.critical_write') IS NOT NULL")
                .isEmpty();
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static boolean isOne(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() && row.getLong(1) == 1;
        }
    }
}

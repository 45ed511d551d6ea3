package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.LogEntry.Change;
import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The change log in the database {@code theseus} of the old server. Reads take no locks. */
final class MariaChangeLog implements ChangeLog {

    /** Values bound to one statement. */
    private static final int AT_ONCE = 1000;

    private final MariaDatabase database;
    private final Truncations truncations;

    MariaChangeLog(MariaDatabase database, Truncations truncations) {
        this.database = database;
        this.truncations = truncations;
    }

    static <T> List<List<T>> pieces(Collection<T> of) {
        List<T> all = List.copyOf(of);
        List<List<T>> pieces = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            pieces.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        return pieces;
    }

    @Override
    public List<LogEntry> pending(Set<Integer> tables, Collection<Long> except, int limit) {
        if (tables.isEmpty()) {
            return List.of();
        }
        truncations.noteIfDue();
        String left = except.isEmpty() ? "" : " AND id NOT IN (" + MariaSql.marks(except.size()) + ")";
        List<Object> values = new ArrayList<>(tables);
        values.addAll(except);
        values.add(limit);
        return database.inTransaction(
                "read the change log",
                c -> MariaSql.rows(
                        c,
                        "SELECT id, table_no, row_key FROM theseus.change_log WHERE table_no IN ("
                                + MariaSql.marks(tables.size()) + ")" + left + " ORDER BY id LIMIT ?",
                        values,
                        MariaChangeLog::entry));
    }

    private static LogEntry entry(ResultSet row) throws SQLException {
        String key = row.getString("row_key");
        Change change = key == null ? new Change.Truncated() : new Change.KeyChanged(KeyText.parse(key));
        return new LogEntry(row.getLong("id"), row.getInt("table_no"), change);
    }

    private record Gone(long id, int table, @Nullable String key, Object loggedAt, long micros) {}

    @Override
    public long retire(Collection<LogEntry> entries, Stood stood) {
        List<Gone> retired = database.inTransaction("retire entries of the change log", connection -> {
            List<Gone> all = new ArrayList<>();
            boolean someAside = !MariaSql.rows(
                            connection, "SELECT 1 FROM theseus.set_aside LIMIT 1", List.of(), row -> row.getInt(1))
                    .isEmpty();
            for (List<Long> ids :
                    pieces(entries.stream().map(LogEntry::id).sorted().toList())) {
                for (Gone gone : delete(connection, ids)) {
                    all.add(gone);
                    if (someAside) {
                        dropOlder(connection, gone);
                    }
                }
            }
            return all;
        });
        retired.forEach(gone -> stood.entry(gone.table(), gone.micros()));
        return retired.size();
    }

    private static List<Gone> delete(Connection connection, List<Long> ids) throws SQLException {
        return MariaSql.rows(
                connection,
                "DELETE FROM theseus.change_log WHERE id IN (" + MariaSql.marks(ids.size())
                        + ") RETURNING id, table_no,"
                        + " row_key, CAST(logged_at AS CHAR) AS logged_at, GREATEST(0, TIMESTAMPDIFF(MICROSECOND, logged_at, NOW(6))) AS stood",
                ids,
                row -> new Gone(
                        row.getLong("id"),
                        row.getInt("table_no"),
                        row.getString("row_key"),
                        row.getString("logged_at"),
                        row.getLong("stood")));
    }

    /** What was set aside for a key before the entry was even logged is in old's row that its apply has read. */
    private static void dropOlder(Connection connection, Gone gone) throws SQLException {
        MariaSql.update(
                connection,
                "DELETE FROM theseus.set_aside WHERE table_no = ? AND row_key <=> " + literal(gone.key())
                        + " AND since < ? AND id < ?",
                values(gone.key(), gone.table(), gone.loggedAt(), gone.id()));
    }

    private static String literal(@Nullable String key) {
        return key == null ? "NULL" : "?";
    }

    /** The table's number, the key if there is one, and the rest. */
    private static Object[] values(@Nullable String key, Object table, Object... more) {
        List<Object> values = new ArrayList<>();
        values.add(table);
        if (key != null) {
            values.add(key);
        }
        Collections.addAll(values, more);
        return values.toArray();
    }

    @Override
    public void append(TablePlan table, Collection<RowKey> keys) {
        database.inTransaction("log keys of " + table.old() + " again", connection -> {
            append(connection, table.number(), keys);
            return Boolean.TRUE;
        });
    }

    static void append(Connection connection, int table, Collection<RowKey> keys) throws SQLException {
        for (List<RowKey> piece : pieces(keys)) {
            List<Object> values = new ArrayList<>();
            for (RowKey key : piece) {
                values.add(table);
                values.add(KeyText.of(key));
            }
            MariaSql.update(
                    connection,
                    "INSERT INTO theseus.change_log (table_no, row_key) VALUES "
                            + String.join(", ", Collections.nCopies(piece.size(), "(?, ?)")),
                    values.toArray());
        }
    }

    @Override
    public Set<RowKey> pendingOf(TablePlan table, Collection<RowKey> keys) {
        return database.inTransaction(
                "look for entries of " + table.old(), connection -> pendingOf(connection, table.number(), keys));
    }

    /** As the connection's snapshot sees the log. */
    static Set<RowKey> pendingOf(Connection connection, int table, Collection<RowKey> keys) throws SQLException {
        boolean whole = !MariaSql.rows(
                        connection,
                        "SELECT 1 FROM theseus.change_log WHERE table_no = ? AND row_key IS NULL LIMIT 1",
                        List.of(table),
                        row -> row.getInt(1))
                .isEmpty();
        if (whole) {
            return new HashSet<>(keys);
        }
        Set<RowKey> pending = new HashSet<>();
        for (List<RowKey> piece : pieces(keys)) {
            List<Object> values = new ArrayList<>();
            values.add(table);
            piece.forEach(key -> values.add(KeyText.of(key)));
            pending.addAll(MariaSql.rows(
                    connection,
                    "SELECT DISTINCT row_key FROM theseus.change_log WHERE table_no = ? AND row_key IN ("
                            + MariaSql.marks(piece.size()) + ")",
                    values,
                    row -> KeyText.parse(row.getString(1))));
        }
        return pending;
    }

    @Override
    public long newest(Set<Integer> tables) {
        // who waits for the log to be drained must not miss a TRUNCATE
        truncations.note();
        return tables.isEmpty()
                ? 0
                : database.inTransaction(
                        "look at the change log",
                        c -> MariaSql.rows(
                                        c,
                                        "SELECT coalesce(MAX(id), 0) FROM theseus.change_log WHERE table_no IN ("
                                                + MariaSql.marks(tables.size()) + ")",
                                        List.copyOf(tables),
                                        row -> row.getLong(1))
                                .getFirst());
    }

    @Override
    public Standing upTo(Set<Integer> tables, long id) {
        if (tables.isEmpty()) {
            return Standing.NONE;
        }
        List<Object> values = new ArrayList<>(tables);
        values.add(id);
        boolean none = database.inTransaction(
                "look at the change log",
                c -> MariaSql.rows(
                                c,
                                "SELECT 1 FROM theseus.change_log WHERE table_no IN (" + MariaSql.marks(tables.size())
                                        + ") AND id <= ? ORDER BY id LIMIT 1",
                                values,
                                row -> row.getInt(1))
                        .isEmpty());
        return none ? Standing.NONE : Standing.SOME;
    }

    @Override
    public void setAside(Collection<LogEntry> entries, SetAside.Reason reason) {
        database.inTransaction("set entries of the change log aside", connection -> {
            for (List<Long> ids :
                    pieces(entries.stream().map(LogEntry::id).sorted().toList())) {
                for (Gone gone : delete(connection, ids)) {
                    setAside(connection, gone, reason);
                }
            }
            return Boolean.TRUE;
        });
    }

    /** The newest entry of a key stands for the others. */
    private static void setAside(Connection connection, Gone gone, SetAside.Reason reason) throws SQLException {
        MariaSql.update(
                connection,
                "DELETE FROM theseus.set_aside WHERE table_no = ? AND row_key <=> " + literal(gone.key()),
                values(gone.key(), gone.table()));
        List<Object> values = new ArrayList<>();
        values.add(gone.id());
        Collections.addAll(values, values(gone.key(), gone.table()));
        Collections.addAll(values, reason.sqlState(), reason.what(), reason.attempts());
        MariaSql.update(
                connection,
                "INSERT INTO theseus.set_aside (id, table_no, row_key, sql_state, what, attempts) VALUES (?, ?, "
                        + literal(gone.key()) + ", ?, ?, ?)",
                values.toArray());
    }

    @Override
    public List<SetAside> setAside(int limit) {
        return database.inTransaction(
                "read what was set aside",
                c -> MariaSql.rows(
                        c,
                        "SELECT table_no, row_key, sql_state, what, attempts,"
                                + " CAST(UNIX_TIMESTAMP(since) * 1000000 AS SIGNED) AS micros FROM theseus.set_aside"
                                + " ORDER BY since, id LIMIT ?",
                        List.of(limit),
                        MariaChangeLog::aside));
    }

    private static SetAside aside(ResultSet row) throws SQLException {
        String key = row.getString("row_key");
        return new SetAside(
                row.getInt("table_no"),
                key == null ? Optional.empty() : Optional.of(KeyText.parse(key)),
                new SetAside.Reason(row.getString("sql_state"), row.getString("what"), row.getInt("attempts")),
                Instant.EPOCH.plus(row.getLong("micros"), ChronoUnit.MICROS));
    }

    @Override
    public long retrySetAside(Optional<TablePlan> table) {
        String which = table.isPresent() ? " WHERE table_no = ?" : "";
        Object[] values = table.map(t -> new Object[] {t.number()}).orElseGet(() -> new Object[0]);
        return database.inTransaction("put back what was set aside", connection -> {
            // held until the end, so that what is put back is what is deleted
            MariaSql.rows(
                    connection,
                    "SELECT id FROM theseus.set_aside" + which + " FOR UPDATE",
                    List.of(values),
                    row -> row.getLong(1));
            MariaSql.update(
                    connection,
                    "INSERT INTO theseus.change_log (table_no, row_key) SELECT table_no, row_key FROM theseus.set_aside"
                            + which + " ORDER BY since, id",
                    values);
            return (long) MariaSql.update(connection, "DELETE FROM theseus.set_aside" + which, values);
        });
    }

    /** Entries are counted as far as ten thousand of a table, and estimated beyond. */
    @Override
    public Backlog backlog(Map<Integer, Duration> relayed) {
        return database.inTransaction("measure the change log", connection -> {
            long position = number(
                    connection,
                    "SELECT coalesce(AUTO_INCREMENT, 1) - 1 FROM information_schema.tables"
                            + " WHERE table_schema = 'theseus' AND table_name = 'change_log'");
            long counted = number(connection, "SELECT COUNT(*) FROM (SELECT 1 FROM theseus.change_log LIMIT 10000) c");
            long entries = counted < 10_000
                    ? counted
                    : Math.max(
                            counted,
                            number(
                                    connection,
                                    "SELECT table_rows FROM information_schema.tables"
                                            + " WHERE table_schema = 'theseus' AND table_name = 'change_log'"));
            long aside = number(connection, "SELECT COUNT(*) FROM theseus.set_aside");
            Duration age = Duration.ZERO;
            for (Map.Entry<Integer, Duration> table : relayed.entrySet()) {
                Duration of = age(connection, table.getKey(), table.getValue());
                age = of.compareTo(age) > 0 ? of : age;
            }
            return new Backlog(entries, aside, age, position);
        });
    }

    private static long number(Connection connection, String query) throws SQLException {
        return MariaSql.rows(connection, query, List.of(), row -> row.getLong(1))
                .getFirst();
    }

    private static Duration age(Connection connection, int table, Duration longest) throws SQLException {
        return MariaSql.rows(
                        connection,
                        "SELECT GREATEST(0, TIMESTAMPDIFF(MICROSECOND, logged_at, NOW(6))) FROM theseus.change_log"
                                + " WHERE table_no = ? ORDER BY id LIMIT 1",
                        List.of(table),
                        row -> row.getLong(1))
                .stream()
                .findFirst()
                .map(micros -> Duration.ofNanos(1000 * Math.min(micros, TimeUnit.MICROSECONDS.convert(longest))))
                .orElse(Duration.ZERO);
    }
}

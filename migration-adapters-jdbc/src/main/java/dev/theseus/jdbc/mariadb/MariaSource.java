package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.apply.RowSource;
import dev.theseus.jdbc.copy.CopySource;
import dev.theseus.jdbc.mariadb.MariaRowStream.Form;
import dev.theseus.jdbc.mariadb.MariaRowStream.Policy;
import dev.theseus.jdbc.mariadb.MariaRowStream.Query;
import dev.theseus.jdbc.mariadb.MariaRowStream.Unwritable;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.RowStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the rows of MariaDB for the applier, the copy and the comparison. Safe for several threads. */
final class MariaSource implements RowSource, CopySource {

    private static final int KEYS_AT_ONCE = 200;

    private static final String SINCE = "SELECT since_id FROM theseus.captured_table WHERE table_no = ?";

    private final MariaDatabase database;
    private final MariaTables tables;
    private final ZeroDates zeroDates;

    MariaSource(MariaDatabase database, MariaTables tables, ZeroDates zeroDates) {
        this.database = database;
        this.tables = tables;
        this.zeroDates = zeroDates;
    }

    @Override
    public Side side() {
        return database.side();
    }

    @Override
    public PgRelation describe(TablePlan table) throws SQLException {
        // asked where something may have changed
        tables.forget(table);
        return tables.of(table).asPostgres();
    }

    private RowLines lines(MariaTable table, PgRelation read) {
        return new RowLines(table.pick(read), zeroDates);
    }

    // --- by key

    @Override
    public RowStream rows(TablePlan plan, PgRelation read, Collection<RowKey> keys) throws SQLException {
        Unwritable refuse = (key, what) -> {
            throw MariaErrors.refused("Row " + key + " of " + plan.old() + ": " + what);
        };
        return rows(database.snapshot(), plan, read, keys, refuse, Form.ROW);
    }

    /** @param connection in whose transaction it is read; closed with the stream */
    RowStream rows(
            Connection connection,
            TablePlan plan,
            PgRelation read,
            Collection<RowKey> keys,
            Unwritable unwritable,
            Form form)
            throws SQLException {
        MariaTable table = tables.of(plan);
        RowLines lines = lines(table, read);
        List<RowKey> asked = List.copyOf(keys);
        List<Query> queries = new ArrayList<>();
        for (int from = 0; from < asked.size(); from += KEYS_AT_ONCE) {
            List<RowKey> some = asked.subList(from, Math.min(asked.size(), from + KEYS_AT_ONCE));
            List<Object> values = new ArrayList<>();
            some.forEach(key -> values.addAll(table.values(key)));
            queries.add(new Query(select(table, lines) + " WHERE " + table.isOneOf("t", some.size()), values));
        }
        // MariaDB may take other texts for the same key; and the same row may be found by two of them
        Set<RowKey> left = new HashSet<>(asked);
        return new MariaRowStream(connection, queries, lines, new Policy(left::remove, unwritable, form));
    }

    @Override
    public RowStream keys(TablePlan plan, PgRelation read) throws SQLException {
        MariaTable table = tables.of(plan);
        RowLines lines = new RowLines(table.key(), zeroDates);
        Unwritable refuse = (key, what) -> {
            throw MariaErrors.refused("Row " + key + " of " + plan.old() + ": " + what);
        };
        return new MariaRowStream(
                database.snapshot(),
                List.of(new Query(select(table, lines), List.of())),
                lines,
                new Policy(key -> true, refuse, Form.ROW));
    }

    private static String select(MariaTable table, RowLines lines) {
        return "SELECT " + lines.selected("t") + ", " + table.keyText("t") + " FROM " + table.quoted() + " t";
    }

    // --- by ranges of the key

    @Override
    public Extent measure(TablePlan plan) throws SQLException {
        MariaTable table = tables.of(plan);
        try (Connection connection = database.connect()) {
            long since = since(connection, plan);
            String descending =
                    table.key().stream().map(c -> c.of("t") + " DESC").reduce((a, b) -> a + ", " + b).orElseThrow();
            Optional<RowKey> last = MariaSql.rows(
                            connection,
                            "SELECT " + table.keyText("t") + " FROM " + table.quoted() + " t ORDER BY " + descending
                                    + " LIMIT 1",
                            List.of(),
                            row -> KeyText.parse(row.getString(1)))
                    .stream()
                    .findFirst();
            Extent extent = MariaSql.rows(
                            connection,
                            "SELECT coalesce(data_length, 0), coalesce(table_rows, 0) FROM information_schema.tables"
                                    + " WHERE table_schema = ? AND table_name = ?",
                            List.of(plan.old().schema(), plan.old().name()),
                            row -> new Extent(since, last, row.getLong(1), row.getLong(2)))
                    .getFirst();
            connection.commit();
            return extent;
        } catch (SQLException e) {
            throw MariaErrors.known(e);
        }
    }

    private static long since(Connection connection, TablePlan plan) throws SQLException {
        return MariaSql.rows(connection, SINCE, List.of(plan.number()), row -> row.getLong(1)).stream()
                .findFirst()
                .orElseThrow(() -> new SQLException(
                        "Changes of " + plan.old() + " are not captured, and a copy now would lose what is written "
                                + "meanwhile: install capture first",
                        MariaErrors.OBJECT_NOT_IN_STATE));
    }

    @Override
    public Optional<Boundary> next(TablePlan plan, Optional<RowKey> after, RowKey last, long rows)
            throws SQLException {
        MariaTable table = tables.of(plan);
        Range range = range(table, after, last);
        try (Connection connection = database.connect()) {
            String from = " FROM " + table.quoted() + " t WHERE " + range.condition();
            List<Object> values = new ArrayList<>(range.values());
            values.add(rows - 1);
            Optional<Boundary> full = MariaSql.rows(
                            connection,
                            "SELECT " + table.keyText("t") + from + " ORDER BY " + table.order("t")
                                    + " LIMIT 1 OFFSET ?",
                            values,
                            row -> new Boundary(KeyText.parse(row.getString(1)), rows))
                    .stream()
                    .findFirst();
            if (full.isPresent()) {
                return full;
            }
            // fewer than wanted means that the bound was reached
            long left = MariaSql.rows(connection, "SELECT COUNT(*)" + from, range.values(), row -> row.getLong(1))
                    .getFirst();
            return left == 0 ? Optional.empty() : Optional.of(new Boundary(last, left));
        } catch (SQLException e) {
            throw MariaErrors.known(e);
        }
    }

    private record Range(String condition, List<Object> values) {}

    private static Range range(MariaTable table, Optional<RowKey> after, RowKey last) {
        List<Object> values = new ArrayList<>();
        String upTo = table.beyond("t", "<=");
        String condition = upTo;
        if (after.isPresent()) {
            condition = table.beyond("t", ">") + " AND " + upTo;
            values.addAll(table.compared(after.get()));
        }
        values.addAll(table.compared(last));
        return new Range(condition, values);
    }

    @Override
    public RowStream unchanged(TablePlan plan, PgRelation read, ChunkRange.Keys keys, long since)
            throws SQLException {
        MariaTable table = tables.of(plan);
        RowLines lines = lines(table, read);
        Range range = range(table, keys.after(), keys.upTo());
        // one statement, so one snapshot of rows and log: a change and its entry become visible together
        String sql = select(table, lines) + " WHERE " + range.condition()
                + " AND NOT EXISTS (SELECT 1 FROM theseus.change_log l WHERE l.table_no = " + plan.number()
                + " AND l.row_key = " + table.keyText("t") + ")";
        Connection connection = database.connect();
        try {
            requireSame(plan, since(connection, plan), since);
        } catch (SQLException e) {
            connection.close();
            throw MariaErrors.known(e);
        }
        Policy policy = new Policy(key -> true, new Diverted(plan), Form.ROW);
        return new MariaRowStream(connection, List.of(new Query(sql, range.values())), lines, policy);
    }

    private static void requireSame(TablePlan plan, long found, long since) throws SQLException {
        if (found != since) {
            throw new SQLException(
                    "Capture of " + plan.old()
                            + " was installed anew after its copy had begun, so writes in between were not noted: empty "
                            + plan.target() + " and begin its copy anew",
                    MariaErrors.OBJECT_NOT_IN_STATE);
        }
    }

    /** Rows that can't be written go the way of changed ones, where they are set aside with the reason. */
    private final class Diverted implements Unwritable {

        private static final int AT_ONCE = 1000;

        private final TablePlan plan;
        private final List<RowKey> keys = new ArrayList<>();

        Diverted(TablePlan plan) {
            this.plan = plan;
        }

        @Override
        public void refused(RowKey key, String what) {
            keys.add(key);
            if (keys.size() >= AT_ONCE) {
                settle();
            }
        }

        @Override
        public void settle() {
            if (!keys.isEmpty()) {
                database.inTransaction("log rows of " + plan.old() + " that could not be copied", c -> {
                    MariaChangeLog.append(c, plan.number(), keys);
                    return Boolean.TRUE;
                });
                keys.clear();
            }
        }
    }

    @Override
    public long note(TablePlan plan, ChunkRange.Keys keys, long since) throws SQLException {
        MariaTable table = tables.of(plan);
        Range range = range(table, keys.after(), keys.upTo());
        try (Connection connection = database.connect()) {
            requireSame(plan, since(connection, plan), since);
            long noted = MariaSql.update(
                    connection,
                    "INSERT INTO theseus.change_log (table_no, row_key) SELECT " + plan.number() + ", "
                            + table.keyText("t") + " FROM " + table.quoted() + " t WHERE " + range.condition(),
                    range.values().toArray());
            connection.commit();
            return noted;
        } catch (SQLException e) {
            throw MariaErrors.known(e);
        }
    }

    /** All rows of a range, each with the text of its key. */
    RowStream all(
            TablePlan plan, PgRelation read, Optional<RowKey> after, RowKey upTo, Predicate<RowKey> told, Unwritable unwritable)
            throws SQLException {
        MariaTable table = tables.of(plan);
        RowLines lines = lines(table, read);
        Range range = range(table, after, upTo);
        Query query = new Query(select(table, lines) + " WHERE " + range.condition(), range.values());
        Policy policy = new Policy(told, unwritable, Form.ROW_AND_KEY);
        return new MariaRowStream(database.connect(), List.of(query), lines, policy);
    }
}

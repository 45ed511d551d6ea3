package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.mapping.Join;
import dev.theseus.jdbc.postgres.ImageQuery;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads what one side says of some keys. The reading is one statement, so it is of one moment. */
final class KeyedRows {

    /** The keys are few, so that each is looked up by the index, whatever the planner thinks of their number. */
    private static final String SETTINGS = """
            SET LOCAL jit = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
            SET LOCAL row_security = off""";

    private final SideTable table;

    KeyedRows(SideTable table) {
        this.table = table;
    }

    /**
     * A row as it stood.
     *
     * @param digest of all compared columns
     * @param version changes whenever the row is written, and is never used again
     */
    record Row(long digest, String version) {}

    /** The rows of those keys that exist. */
    Map<RowKey, Row> rows(Connection connection, Collection<RowKey> keys) throws SQLException, InterruptedException {
        return read(
                connection,
                keys,
                table.digest() + ", " + version(),
                "",
                row -> new Row(row.getLong(2), row.getString(3)));
    }

    /** A row that others complete changes with them. */
    private String version() {
        if (table.made().isPresent()) {
            return "t." + MadeRows.VERSION;
        }
        String own = "format('%s %s %s', t.tableoid, t.ctid, t.xmin)";
        if (!table.relation().isJoined()) {
            return own;
        }
        return table.relation().image().stream()
                .flatMap(image -> image.image().joins().stream())
                .map(this::versionOf)
                .collect(Collectors.joining(", ", "concat_ws(',', " + own + ", ", ")"));
    }

    private String versionOf(Join join) {
        String condition = IntStream.range(0, join.on().size())
                .mapToObj(i -> "j." + Sql.quoted(join.on().get(i)) + " "
                        + table.match().operators().get(i) + " t."
                        + table.match().key().get(i).quoted())
                .collect(Collectors.joining(" AND "));
        return "(SELECT string_agg(format('%s %s %s', j.tableoid, j.ctid, j.xmin), ';') FROM "
                + Sql.quoted(join.table()) + " j WHERE " + condition + ")";
    }

    /** The row of one key, held still until the transaction ends. */
    Map<RowKey, Row> held(Connection connection, RowKey key) throws SQLException, InterruptedException {
        if (table.made().isPresent()) {
            hold(
                    connection,
                    key,
                    table.relation().quoted(),
                    table.match().key().stream().map(PgColumn::name).toList());
            return rows(connection, List.of(key));
        }
        if (table.relation().image().isPresent()) {
            hold(connection, key, table.relation().image().get());
        }
        return read(
                connection,
                List.of(key),
                table.digest() + ", ''",
                table.relation().image().isPresent() ? "" : "FOR SHARE OF t",
                row -> new Row(row.getLong(2), row.getString(3)));
    }

    /**
     * What an image is made of: rows that an outer join may lack can't be locked by the query that reads it. It may
     * wait for one while it holds another; the lock time-out, which is shorter than the server waits before it looks
     * for deadlocks, ends that before the service pays for it.
     */
    private void hold(Connection connection, RowKey key, ImageQuery image) throws SQLException {
        hold(connection, key, table.relation().quoted(), image.image().sourceKey());
        for (Join join : image.image().joins()) {
            hold(connection, key, Sql.quoted(join.table()), join.on());
        }
    }

    private void hold(Connection connection, RowKey key, String relation, List<String> columns) throws SQLException {
        String condition = IntStream.range(0, columns.size())
                .mapToObj(i -> "t.%s %s ?::text::%s"
                        .formatted(
                                Sql.quoted(columns.get(i)),
                                table.match().operators().get(i),
                                table.match().key().get(i).type()))
                .collect(Collectors.joining(" AND "));
        try (PreparedStatement query =
                connection.prepareStatement("SELECT FROM " + relation + " t WHERE " + condition + " FOR SHARE OF t")) {
            for (int i = 0; i < columns.size(); i++) {
                query.setString(i + 1, key.parts().get(i));
            }
            query.execute();
        }
    }

    /** For each key whose row exists, a digest of each compared column, in their order. */
    Map<RowKey, List<Long>> columns(Connection connection, Collection<RowKey> keys, Digests digests)
            throws SQLException, InterruptedException {
        String each =
                table.forms().stream().map(form -> digests.row(List.of(form))).collect(Collectors.joining(", "));
        return read(
                connection,
                keys,
                "ARRAY[" + each + "]",
                "",
                row -> List.of((Long[]) row.getArray(2).getArray()));
    }

    /** The columns whose forms can't be computed for the row of a key. */
    List<String> failing(Connection connection, RowKey key) throws SQLException, InterruptedException {
        List<String> failing = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Savepoint before = connection.setSavepoint();
            try {
                var unused = read(connection, List.of(key), table.forms().get(i), "", row -> key);
            } catch (SQLException e) {
                if (!FailingRows.isOne(PgErrors.state(e))) {
                    throw e;
                }
                connection.rollback(before);
                failing.add(table.columns().get(i));
            }
        }
        return failing;
    }

    private <T> Map<RowKey, T> read(
            Connection connection, Collection<RowKey> keys, String wanted, String suffix, RowReader<T> reader)
            throws SQLException, InterruptedException {
        settings(connection);
        if (table.made().isEmpty()) {
            return read(
                    connection,
                    keys,
                    query(wanted, table.match(), table.relation().from("t"), suffix),
                    reader);
        }
        MadeRows made = table.made().get();
        return made.staged(connection, keys, sink -> {
            settings(sink);
            return read(sink, keys, query(wanted, made.match(), MadeRows.STAGE + " t", ""), reader);
        });
    }

    private static void settings(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
        }
    }

    private <T> Map<RowKey, T> read(Connection connection, Collection<RowKey> keys, String query, RowReader<T> reader)
            throws SQLException {
        List<RowKey> ordered = List.copyOf(keys);
        Map<RowKey, T> found = new HashMap<>();
        try (PreparedStatement asked = connection.prepareStatement(query)) {
            bind(connection, asked, ordered);
            try (ResultSet rows = asked.executeQuery()) {
                while (rows.next()) {
                    found.put(ordered.get(rows.getInt(1) - 1), reader.read(rows));
                }
            }
        }
        return found;
    }

    private String query(String wanted, KeyMatch match, String from, String suffix) {
        List<PgColumn> key = match.key();
        List<String> equality = match.operators();
        String parts = each(i -> "k" + i, ", ");
        String arrays = each(i -> "?::text[]", ", ");
        String condition = each(
                i -> "t.%s %s k.k%d::%s"
                        .formatted(
                                key.get(i).quoted(),
                                equality.get(i),
                                i,
                                key.get(i).type()),
                " AND ");
        return "SELECT k.no, %s FROM unnest(%s) WITH ORDINALITY AS k(%s, no) JOIN %s ON %s %s"
                .formatted(wanted, arrays, parts, from, condition, suffix);
    }

    private String each(IntFunction<String> keyColumn, String separator) {
        return IntStream.range(0, table.match().key().size())
                .mapToObj(keyColumn)
                .collect(Collectors.joining(separator));
    }

    private void bind(Connection connection, PreparedStatement query, List<RowKey> keys) throws SQLException {
        for (int part = 0; part < table.match().key().size(); part++) {
            int index = part;
            Array values = connection.createArrayOf(
                    "text", keys.stream().map(key -> key.parts().get(index)).toArray());
            query.setArray(part + 1, values);
        }
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}

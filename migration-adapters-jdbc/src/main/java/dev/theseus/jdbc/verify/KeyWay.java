package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Has a server compute keys from keys, without any row.
 *
 * @param database that knows the expressions
 * @param given the key columns that expressions speak of
 * @param wanted key columns, in order
 * @param texts of the wanted columns, over the alias {@code t}
 * @param attempts by which it is asked
 */
record KeyWay(PgDatabase database, List<PgColumn> given, List<MappedColumn> wanted, String texts, Attempts attempts) {

    /** Those of which an expression says NULL have no key there, and are left out. */
    Map<RowKey, RowKey> of(Collection<RowKey> keys) throws InterruptedException {
        List<RowKey> ordered = List.copyOf(keys);
        return ordered.isEmpty()
                ? Map.of()
                : attempts.inTransaction(database, "compute keys of mapped rows", c -> ask(c, ordered));
    }

    private Map<RowKey, RowKey> ask(Connection connection, List<RowKey> keys) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(query())) {
            for (int i = 0; i < given.size(); i++) {
                int part = i;
                query.setArray(
                        i + 1,
                        connection.createArrayOf(
                                "text",
                                keys.stream().map(key -> key.parts().get(part)).toArray()));
            }
            try (ResultSet rows = query.executeQuery()) {
                Map<RowKey, RowKey> found = new HashMap<>();
                while (rows.next()) {
                    String[] parts = (String[]) rows.getArray(2).getArray();
                    if (Stream.of(parts).noneMatch(Objects::isNull)) {
                        found.put(keys.get(rows.getInt(1) - 1), RowKey.of(parts));
                    }
                }
                return found;
            }
        }
    }

    private String query() {
        String computed = wanted.stream().map(KeyWay::named).map(c -> ", " + c).collect(Collectors.joining());
        return "SELECT t.theseus_no, %s FROM (SELECT t.theseus_no%s FROM (SELECT k.no AS theseus_no, %s FROM unnest(%s) WITH ORDINALITY AS k(%s, no)) t) t"
                .formatted(
                        texts,
                        computed,
                        each(i -> "k.k" + i + "::" + given.get(i).type() + " AS "
                                + given.get(i).quoted()),
                        each(i -> "?::text[]"),
                        each(i -> "k" + i));
    }

    private static String named(MappedColumn column) {
        String value = switch (column.from()) {
            case Expression.Same same -> "t." + Sql.quoted(same.column());
            case Expression.Sql sql -> "(" + sql.text() + ")";
            case Expression.Java java -> throw new IllegalArgumentException("A mapping in Java makes no keys");
        };
        return value + " AS " + Sql.quoted(column.name());
    }

    private String each(IntFunction<String> column) {
        return IntStream.range(0, given.size()).mapToObj(column).collect(Collectors.joining(", "));
    }
}

package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Walks a relation of the old database in the order of its key. The database compares, with the order of its own index;
 * what is passed around is text that is cast back to the key's types.
 */
record KeyOrder(PgRelation table, TableName relation) {

    /**
     * A boundary.
     *
     * @param key the last key of the range
     * @param rows in the range, as they were when it was cut
     */
    record Boundary(RowKey key, long rows) {}

    /** The greatest key; empty if there is no row. */
    Optional<RowKey> greatest(Connection old) throws SQLException {
        String descending = columns().stream().map(c -> c.quoted() + " DESC").collect(Collectors.joining(", "));
        String sql = "SELECT " + table.keyText("t") + " FROM ONLY " + Sql.quoted(relation) + " t ORDER BY " + descending
                + " LIMIT 1";
        try (PreparedStatement query = old.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(key(row.getArray(1))) : Optional.empty();
        }
    }

    /** Where the next {@code rows} rows after a key end, within the bound; empty if there is none. */
    Optional<Boundary> next(Connection old, Part.Rest.OfKeys rest, long rows) throws SQLException {
        try (PreparedStatement query = old.prepareStatement(boundaryQuery(rest))) {
            int at = 1;
            if (rest.after().isPresent()) {
                at = bind(query, at, rest.after().get());
            }
            at = bind(query, at, rest.last());
            query.setLong(at, rows);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(boundary(row, rest, rows)) : Optional.empty();
            }
        }
    }

    private static Boundary boundary(ResultSet row, Part.Rest.OfKeys rest, long wanted) throws SQLException {
        long found = row.getLong(2);
        // fewer than wanted means that the bound was reached
        return new Boundary(found < wanted ? rest.last() : key(row.getArray(1)), found);
    }

    private String boundaryQuery(Part.Rest.OfKeys rest) {
        String after = rest.after().isPresent() ? compared(">", "?") + " AND " : "";
        return """
                SELECT %s, theseus_position FROM (
                  SELECT %s, row_number() OVER (ORDER BY %s) AS theseus_position FROM ONLY %s t WHERE %s%s ORDER BY %s LIMIT ?) t
                ORDER BY theseus_position DESC LIMIT 1""".formatted(
                table.keyText("t"), names(), names(), Sql.quoted(relation), after, compared("<=", "?"), names());
    }

    /** For example {@code (t."a", t."b") > (CAST(? AS integer), CAST(? AS text))}. */
    private String compared(String operator, String value) {
        return compared(operator, columns().stream().map(c -> value).toList());
    }

    /** A comparison of the key with one value expression, of type text, for each of its columns. */
    String compared(String operator, List<String> values) {
        StringBuilder left = new StringBuilder();
        StringBuilder right = new StringBuilder();
        for (int i = 0; i < columns().size(); i++) {
            PgColumn column = columns().get(i);
            String comma = i == 0 ? "" : ", ";
            left.append(comma).append("t.").append(column.quoted());
            right.append(comma).append("CAST(%s AS %s)".formatted(values.get(i), column.type()));
        }
        return "(" + left + ") " + operator + " (" + right + ")";
    }

    private String names() {
        return Sql.list("t", columns().stream().map(PgColumn::name).toList());
    }

    private List<PgColumn> columns() {
        return table.key();
    }

    private static int bind(PreparedStatement query, int at, RowKey key) throws SQLException {
        int index = at;
        for (String part : key.parts()) {
            query.setString(index++, part);
        }
        return index;
    }

    private static RowKey key(Array array) throws SQLException {
        return RowKey.of((String[]) array.getArray());
    }
}

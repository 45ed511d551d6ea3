package dev.theseus.jdbc.comparison;

import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The type of a column.
 *
 * @param name without modifiers
 * @param full with them
 * @param known whether every server has it
 */
record ColumnType(String name, String full, boolean known) {

    private static final String QUERY = """
            SELECT a.attname, format_type(a.atttypid, NULL), format_type(a.atttypid, a.atttypmod), a.atttypid::bigint < 16384
            FROM pg_attribute a WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped""";

    static Map<String, ColumnType> of(PgDatabase database, TableName table) {
        return database.inTransaction("read the columns of " + table, connection -> {
            try (PreparedStatement query = connection.prepareStatement(QUERY)) {
                query.setString(1, Sql.quoted(table));
                try (ResultSet row = query.executeQuery()) {
                    Map<String, ColumnType> types = new HashMap<>();
                    while (row.next()) {
                        types.put(
                                row.getString(1),
                                new ColumnType(row.getString(2), row.getString(3), row.getBoolean(4)));
                    }
                    return types;
                }
            }
        });
    }

    static ColumnType of(Map<String, ColumnType> types, String column) {
        ColumnType type = types.get(column);
        if (type == null) {
            throw new IllegalArgumentException("There is no column \"" + column + "\" to compare");
        }
        return type;
    }

    /** What is printed of a value, read as this type: that is what a copy by text does. */
    String cast(String value) {
        String printed = "format('%s', " + value + ")";
        return "CASE WHEN " + value + " IS NOT DISTINCT FROM NULL THEN NULL ELSE "
                + (known ? printed + "::" + full : printed) + " END";
    }
}

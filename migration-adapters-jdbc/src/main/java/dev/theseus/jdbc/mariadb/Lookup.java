package dev.theseus.jdbc.mariadb;

import dev.theseus.jdbc.mariadb.MariaSql.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose rows of information_schema are wanted. The server opens each table that it is to tell of, and knows to leave
 * out the others only by plain comparisons with constants: with an {@code OR}, or from a query within a query, it opens
 * all tables of all schemas, for each row again.
 *
 * @param table null for all of the schema
 */
record Lookup(String schema, @Nullable String table) {

    /** @param query compares its schema first; {@code %s} stands where {@code AND table_name = ?} belongs */
    <T> List<T> rows(Connection connection, String query, Reading<T> reading) throws SQLException {
        return table == null
                ? MariaSql.rows(connection, query.formatted(""), List.of(schema), reading)
                : MariaSql.rows(connection, query.formatted("AND table_name = ?"), List.of(schema, table), reading);
    }
}

package dev.theseus.jdbc.lineage;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.lineage.RowLineage.Aside;
import dev.theseus.domain.lineage.RowLineage.Waiting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the change log of one side says of a key. Before capture stands there it says nothing.
 *
 * @param number of the table in the plan
 * @param key as the log has it
 */
record LogQuestion(Side source, int number, RowKey key) {

    private static final String STANDS = "SELECT pg_catalog.to_regclass('theseus.change_log') IS NOT NULL";

    /** An entry without a key says that the whole table was emptied. */
    private static final String ABOUT = """
            table_no = ? AND (pg_catalog.hash_array(key) = pg_catalog.hash_array(?::text[] COLLATE "C")
                AND key = ?::text[] OR pg_catalog.hash_array(key) IS NULL AND key IS NULL)""";

    private static final String WAITING =
            "SELECT count(*), min(logged_at), max(logged_at) FROM theseus.change_log WHERE " + ABOUT;

    private static final String ASIDE =
            "SELECT sql_state, what, attempts, since FROM theseus.set_aside WHERE " + ABOUT + " ORDER BY since";

    List<Waiting> waiting(Connection connection) throws SQLException {
        List<Waiting> found = new ArrayList<>();
        if (stands(connection)) {
            try (PreparedStatement query = about(connection, WAITING);
                    ResultSet row = query.executeQuery()) {
                row.next();
                if (row.getLong(1) > 0) {
                    found.add(new Waiting(
                            source,
                            row.getLong(1),
                            row.getTimestamp(2).toInstant(),
                            row.getTimestamp(3).toInstant()));
                }
            }
        }
        return found;
    }

    List<Aside> aside(Connection connection) throws SQLException {
        List<Aside> found = new ArrayList<>();
        if (stands(connection)) {
            try (PreparedStatement query = about(connection, ASIDE);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(new Aside(
                            source,
                            row.getString(1) + " " + row.getString(2),
                            row.getInt(3),
                            row.getTimestamp(4).toInstant()));
                }
            }
        }
        return found;
    }

    private PreparedStatement about(Connection connection, String sql) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        query.setInt(1, number);
        query.setArray(2, connection.createArrayOf("text", key.parts().toArray()));
        query.setArray(3, connection.createArrayOf("text", key.parts().toArray()));
        return query;
    }

    private static boolean stands(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(STANDS);
                ResultSet row = query.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}

package dev.theseus.jdbc.verify;

import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a key column is compared with the text of a key.
 *
 * @param column of the table
 * @param equality the operator that its indexes use: with a search path of its own a session would find that of another
 *     type for a type from an extension, text's for citext
 */
record KeyMatch(PgColumn column, String equality) {

    private static final String EQUALITY = """
            WITH RECURSIVE base(typid) AS (
              SELECT a.atttypid FROM pg_attribute a WHERE a.attrelid = ?::regclass AND a.attname = ? AND NOT a.attisdropped
              UNION ALL SELECT t.typbasetype FROM base b JOIN pg_type t ON t.oid = b.typid WHERE t.typtype = 'd')
            SELECT format('OPERATOR(%I.%s)', n.nspname, o.oprname)
            FROM base b
            JOIN pg_opclass c ON c.opcintype = b.typid AND c.opcdefault
            JOIN pg_am m ON m.oid = c.opcmethod AND m.amname = 'btree'
            JOIN pg_amop p ON p.amopfamily = c.opcfamily AND p.amopstrategy = 3
             AND p.amoplefttype = b.typid AND p.amoprighttype = b.typid
            JOIN pg_operator o ON o.oid = p.amopopr JOIN pg_namespace n ON n.oid = o.oprnamespace""";

    static List<KeyMatch> of(Connection connection, String relation, List<PgColumn> key) throws SQLException {
        List<KeyMatch> matches = new ArrayList<>();
        for (PgColumn column : key) {
            matches.add(new KeyMatch(
                    column,
                    column.kind() == PgColumn.Kind.USER_DEFINED ? equality(connection, relation, column) : "="));
        }
        return matches;
    }

    private static String equality(Connection connection, String relation, PgColumn column) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(EQUALITY)) {
            query.setString(1, relation);
            query.setString(2, column.name());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : "=";
            }
        }
    }

    /** The condition that the row {@code t} has this part of the key. */
    String condition(String part) {
        return "t.%s %s %s::%s".formatted(column.quoted(), equality, part, column.type());
    }

    static String alias(int index) {
        return Sql.quoted("k" + index);
    }
}

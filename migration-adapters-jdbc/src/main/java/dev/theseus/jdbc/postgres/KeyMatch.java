package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares keys as the key's own index does. A plain {@code =} would not do: with an empty search path it may be
 * another type's, as text's is for citext.
 *
 * @param key the key columns on one side
 * @param operators for each column, written with its schema
 */
public record KeyMatch(List<PgColumn> key, List<String> operators) {

    private static final String EVERY_TYPES = "OPERATOR(pg_catalog.=)";

    private static final String OWN_OPERATORS = """
            WITH RECURSIVE base(attname, typid) AS (
              SELECT a.attname, a.atttypid FROM pg_attribute a WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
              UNION ALL SELECT b.attname, t.typbasetype FROM base b JOIN pg_type t ON t.oid = b.typid WHERE t.typtype = 'd')
            SELECT b.attname, 'OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || ')' AS operator
            FROM base b
            JOIN pg_opclass c ON c.opcintype = b.typid AND c.opcdefault
            JOIN pg_am m ON m.oid = c.opcmethod AND m.amname = 'btree'
            JOIN pg_amop a ON a.amopfamily = c.opcfamily AND a.amopstrategy = 3
              AND a.amoplefttype = b.typid AND a.amoprighttype = b.typid
            JOIN pg_operator o ON o.oid = a.amopopr JOIN pg_namespace n ON n.oid = o.oprnamespace""";

    public KeyMatch {
        key = List.copyOf(key);
        operators = List.copyOf(operators);
    }

    /** Looks the operators of a table's key up; an image knows those of its source. */
    public static KeyMatch of(Connection connection, PgRelation relation) throws SQLException {
        if (relation.image().isPresent()) {
            return new KeyMatch(relation.key(), relation.image().get().equal());
        }
        Map<String, String> own = operators(connection, relation.name());
        List<String> operators = new ArrayList<>();
        for (PgColumn column : relation.key()) {
            operators.add(own.getOrDefault(column.name(), EVERY_TYPES));
        }
        return new KeyMatch(relation.key(), operators);
    }

    private static Map<String, String> operators(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OWN_OPERATORS)) {
            query.setString(1, Sql.quoted(table));
            try (ResultSet rows = query.executeQuery()) {
                Map<String, String> operators = new HashMap<>();
                while (rows.next()) {
                    operators.put(rows.getString(1), rows.getString(2));
                }
                return operators;
            }
        }
    }

    /**
     * Keys given as {@link KeyJson}, as a derived table with columns {@code k0, k1, …} of the key's types. It stands
     * inside queries on the service's tables, whose columns may have any name, and what is not qualified would mean
     * those: a column of the outer query comes before a row of the inner one.
     *
     * @param json an expression of type jsonb
     */
    public String asked(String json) {
        return IntStream.range(0, key.size())
                .mapToObj(i -> "(k.key OPERATOR(pg_catalog.->>) " + i + ")::"
                        + key.get(i).type() + " AS k" + i)
                .collect(Collectors.joining(
                        ", ", "(SELECT ", " FROM pg_catalog.jsonb_array_elements(" + json + ") k(key))"));
    }

    /** That a row of the table has a key of {@link #asked}. */
    public String isAsked(String row, String asked) {
        return all(i -> row + "." + key.get(i).quoted() + " " + operators.get(i) + " " + asked + ".k" + i);
    }

    /** That two rows with the key's columns have the same key. */
    public String isSame(String one, String other) {
        return all(i -> one + "." + key.get(i).quoted() + " " + operators.get(i) + " " + other + "."
                + key.get(i).quoted());
    }

    private String all(java.util.function.IntFunction<String> condition) {
        return IntStream.range(0, key.size()).mapToObj(condition).collect(Collectors.joining(" AND "));
    }
}

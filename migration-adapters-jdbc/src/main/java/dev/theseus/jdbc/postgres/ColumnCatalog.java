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

/**
 * Asks the catalogue for the columns of a table, and for what columns of given types are like. Built in is what has a
 * number below 10000: from there on numbers are given by chance, so those of information_schema differ from version to
 * version.
 */
final class ColumnCatalog {

    private static final String OF_TABLE = """
            WITH RECURSIVE base(attnum, typid, modifier) AS (
              SELECT a.attnum, a.atttypid, a.atttypmod FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
              UNION ALL
              SELECT b.attnum, t.typbasetype, greatest(b.modifier, t.typtypmod)
              FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.typid WHERE t.typtype = 'd')
            SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, t.typname AS base, t.typtype,
                   t.oid::bigint < 10000 AS built_in, b.modifier, coalesce(c.collisdeterministic, true) AS deterministic,
                   a.attidentity, a.attgenerated
            FROM pg_catalog.pg_attribute a
            JOIN base b ON b.attnum = a.attnum JOIN pg_catalog.pg_type t ON t.oid = b.typid AND t.typtype <> 'd'
            LEFT JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped""";

    /** The modifier -1 is written out: without one, format_type would make a char(1) of a char of any length. */
    private static final String OF_TYPES = """
            WITH RECURSIVE asked AS (
              SELECT u.name, u.typid, u.coll, u.n FROM unnest(?::text[], ?::bigint[], ?::text[]) WITH ORDINALITY u(name, typid, coll, n)),
            base(n, typid, modifier) AS (
              SELECT n, typid::oid, -1 FROM asked
              UNION ALL
              SELECT b.n, t.typbasetype, greatest(b.modifier, t.typtypmod)
              FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.typid WHERE t.typtype = 'd')
            SELECT a.name AS attname, pg_catalog.format_type(a.typid::oid, -1) AS type, t.typname AS base, t.typtype,
                   t.oid::bigint < 10000 AS built_in, b.modifier, coalesce(c.collisdeterministic, true) AS deterministic,
                   '' AS attidentity, '' AS attgenerated
            FROM asked a JOIN base b ON b.n = a.n JOIN pg_catalog.pg_type t ON t.oid = b.typid AND t.typtype <> 'd'
            LEFT JOIN pg_catalog.pg_collation c ON c.oid = to_regcollation(nullif(a.coll, ''))
            ORDER BY a.n""";

    private ColumnCatalog() {}

    /** All columns of a table, by name. */
    static Map<String, PgColumn> of(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OF_TABLE)) {
            query.setString(1, Sql.quoted(table));
            query.setString(2, Sql.quoted(table));
            try (ResultSet rows = query.executeQuery()) {
                Map<String, PgColumn> columns = new HashMap<>();
                while (rows.next()) {
                    PgColumn column = column(rows);
                    columns.put(column.name(), column);
                }
                return columns;
            }
        }
    }

    /** Some of a table's columns, in the order in which they are asked for. */
    static List<PgColumn> pick(Map<String, PgColumn> found, List<String> names, TableName table) throws SQLException {
        List<PgColumn> picked = new ArrayList<>();
        for (String name : names) {
            picked.add(one(found, name, table));
        }
        return picked;
    }

    static PgColumn one(Map<String, PgColumn> found, String name, TableName table) throws SQLException {
        PgColumn known = found.get(name);
        if (known == null) {
            throw new SQLException("Table " + table + " has no column \"" + name + "\"", "42703");
        }
        return known;
    }

    /**
     * Columns that no table has.
     *
     * @param types their numbers in the catalogue
     * @param collations quoted, or empty texts, as many as names
     */
    static List<PgColumn> ofTypes(Connection connection, List<String> names, List<Long> types, List<String> collations)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OF_TYPES)) {
            query.setArray(1, connection.createArrayOf("text", names.toArray()));
            query.setArray(2, connection.createArrayOf("bigint", types.toArray()));
            query.setArray(3, connection.createArrayOf("text", collations.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                List<PgColumn> columns = new ArrayList<>();
                while (rows.next()) {
                    columns.add(column(rows));
                }
                return columns;
            }
        }
    }

    private static PgColumn column(ResultSet row) throws SQLException {
        return new PgColumn(
                row.getString("attname"),
                row.getString("type"),
                row.getString("base"),
                kind(row.getBoolean("built_in"), row.getString("typtype")),
                row.getInt("modifier"),
                row.getBoolean("deterministic"),
                PgRelation.origin(row.getString("attidentity"), row.getString("attgenerated")));
    }

    private static PgColumn.Kind kind(boolean builtIn, String typtype) {
        if (builtIn) {
            return PgColumn.Kind.BUILT_IN;
        }
        return typtype.equals("e") ? PgColumn.Kind.ENUM : PgColumn.Kind.USER_DEFINED;
    }

    static boolean isPartitioned(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT relkind = 'p' FROM pg_catalog.pg_class WHERE oid = ?::regclass")) {
            query.setString(1, Sql.quoted(table));
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}

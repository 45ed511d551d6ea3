package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A planned table as it stands on one side.
 *
 * @param name on this side
 * @param partitioned whether rows live in partitions
 * @param columns the carried columns in the plan's order
 * @param key those of the key, in the plan's order
 */
public record PgRelation(TableName name, boolean partitioned, List<PgColumn> columns, List<PgColumn> key) {

    /** Numbers from 10000 on are given by chance: those of information_schema differ from version to version. */
    private static final String COLUMNS = """
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

    public PgRelation {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** Reads the shape of a planned table from the catalogue. */
    public static PgRelation read(Connection connection, TablePlan plan, Side side) throws SQLException {
        TableName name = plan.on(side);
        Map<String, PgColumn> found = columns(connection, name);
        return new PgRelation(
                name,
                isPartitioned(connection, name),
                pick(found, plan.columns(), name),
                pick(found, plan.key(), name));
    }

    private static List<PgColumn> pick(Map<String, PgColumn> found, List<String> names, TableName table)
            throws SQLException {
        List<PgColumn> picked = new ArrayList<>();
        for (String column : names) {
            PgColumn known = found.get(column);
            if (known == null) {
                throw new SQLException("Table " + table + " has no column \"" + column + "\"", "42703");
            }
            picked.add(known);
        }
        return picked;
    }

    private static Map<String, PgColumn> columns(Connection connection, TableName name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, Sql.quoted(name));
            query.setString(2, Sql.quoted(name));
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

    private static PgColumn column(ResultSet row) throws SQLException {
        return new PgColumn(
                row.getString("attname"),
                row.getString("type"),
                row.getString("base"),
                kind(row.getBoolean("built_in"), row.getString("typtype")),
                row.getInt("modifier"),
                row.getBoolean("deterministic"),
                origin(row.getString("attidentity"), row.getString("attgenerated")));
    }

    private static PgColumn.Kind kind(boolean builtIn, String typtype) {
        if (builtIn) {
            return PgColumn.Kind.BUILT_IN;
        }
        return typtype.equals("e") ? PgColumn.Kind.ENUM : PgColumn.Kind.USER_DEFINED;
    }

    /** The origin that two one-letter columns of pg_attribute stand for. */
    public static Origin origin(String identity, String generated) {
        if (!generated.isEmpty()) {
            return Origin.COMPUTED;
        }
        return switch (identity) {
            case "a" -> Origin.IDENTITY_ALWAYS;
            case "d" -> Origin.IDENTITY_BY_DEFAULT;
            default -> Origin.WRITTEN;
        };
    }

    private static boolean isPartitioned(Connection connection, TableName name) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT relkind = 'p' FROM pg_catalog.pg_class WHERE oid = ?::regclass")) {
            query.setString(1, Sql.quoted(name));
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    public String quoted() {
        return Sql.quoted(name);
    }

    /** {@code "a", "b"}: the carried columns. */
    public String columnList() {
        return Sql.list(columns.stream().map(PgColumn::name).toList());
    }

    /** {@code "a", "b"}: the key columns. */
    public String keyList() {
        return Sql.list(key.stream().map(PgColumn::name).toList());
    }

    /**
     * The key as the change log holds it: {@code ARRAY[t."a"::text COLLATE "C", …]}. The collation is written out
     * because key columns of different collations would leave the array without any.
     */
    public String keyText(String alias) {
        return key.stream()
                .map(c -> alias + "." + c.quoted() + "::pg_catalog.text COLLATE pg_catalog.\"C\"")
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    /**
     * The condition that an entry of the change log is about a row of this table. The log is indexed by the hash of the
     * key, because a key's text may be too long for an index; so the hash must be compared too.
     *
     * @param number of the table in the plan
     * @param entry alias of {@code theseus.change_log}
     * @param row alias of this table
     */
    public String isAbout(int number, String entry, String row) {
        String text = keyText(row);
        return "%s.table_no = %d AND pg_catalog.hash_array(%s.key) = pg_catalog.hash_array(%s) AND %s.key = %s"
                .formatted(entry, number, entry, text, entry, text);
    }

    public boolean isBinaryPortable() {
        return columns.stream().allMatch(PgColumn::isBinaryPortable);
    }
}

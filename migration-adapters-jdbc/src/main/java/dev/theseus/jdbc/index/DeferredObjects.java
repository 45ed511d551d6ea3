package dev.theseus.jdbc.index;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.index.DeferredObject.Kind;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The definitions of what was taken away, in the target: written in the transaction that drops, removed in the one that
 * builds.
 */
final class DeferredObjects {

    static final String DDL = """
            CREATE SCHEMA IF NOT EXISTS theseus;
            CREATE TABLE IF NOT EXISTS theseus.deferred_object (
              id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              kind text NOT NULL,
              schema_name text NOT NULL,
              table_name text NOT NULL,
              name text NOT NULL,
              definition text NOT NULL,
              place text,
              comment text,
              UNIQUE (schema_name, table_name, name, kind));
            """;

    /**
     * Foreign keys first, since they hold on to the unique constraints that they refer to. Inherited ones go with their
     * parents'.
     */
    private static final String CONSTRAINTS = """
            INSERT INTO theseus.deferred_object (kind, schema_name, table_name, name, definition, place, comment)
            SELECT CASE c.contype WHEN 'f' THEN 'FOREIGN_KEY' ELSE 'CONSTRAINT' END, n.nspname, t.relname, c.conname,
                   pg_get_constraintdef(c.oid), s.spcname, obj_description(c.oid, 'pg_constraint')
            FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
            LEFT JOIN pg_class i ON i.oid = c.conindid AND c.contype <> 'f' LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
            WHERE c.conparentid = 0 AND ((c.contype = 'f' AND (c.conrelid = $1 OR c.confrelid = $1))
              OR (c.contype IN ('u', 'x') AND c.conrelid = $1 AND c.conindid <> ALL ($2)
                AND NOT EXISTS (SELECT FROM pg_index r WHERE r.indexrelid = c.conindid AND r.indisreplident)))
            ORDER BY c.contype <> 'f', c.conname
            RETURNING schema_name, table_name, name""";

    /** An index on a partitioned table is printed for the table ONLY, and would be built on none of its partitions. */
    private static final String INDEXES = """
            INSERT INTO theseus.deferred_object (kind, schema_name, table_name, name, definition, place, comment)
            SELECT 'INDEX', n.nspname, t.relname, i.relname,
                   CASE WHEN t.relkind = 'p' THEN regexp_replace(pg_get_indexdef(i.oid), '^(CREATE (?:UNIQUE )?INDEX (?:"(?:[^"]|"")*"|[^ "]+) ON )ONLY ', '\\1')
                        ELSE pg_get_indexdef(i.oid) END,
                   s.spcname, obj_description(i.oid, 'pg_class')
            FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
            JOIN pg_namespace n ON n.oid = t.relnamespace LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
            WHERE x.indrelid = $1 AND NOT x.indisprimary AND x.indisvalid AND NOT x.indisreplident AND NOT i.relispartition
              AND x.indexrelid <> ALL ($2)
              AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u', 'x'))
            ORDER BY i.relname
            RETURNING schema_name, name""";

    /** The indexes that can tell the plan's rows apart: these stay, the copy needs them. */
    private static final String OF_THE_KEY = """
            SELECT x.indexrelid FROM pg_index x WHERE x.indrelid = $1 AND x.indisunique AND x.indisvalid AND x.indimmediate
              AND x.indpred IS NULL AND x.indexprs IS NULL
              AND (SELECT array_agg(a.attname::text ORDER BY a.attname::text) FROM pg_attribute a
                   WHERE a.attrelid = x.indrelid AND a.attnum = ANY ((x.indkey::smallint[])[0:x.indnkeyatts - 1]))
                = (SELECT array_agg(k ORDER BY k) FROM unnest($3::text[]) k)""";

    private DeferredObjects() {}

    /** Whether the copy of a table has begun; from then on nothing is taken away from it. */
    static boolean isBegun(Connection connection, TablePlan table) throws SQLException {
        return !Run.texts(connection, "SELECT 1 FROM theseus.table_copy WHERE table_no = " + table.number())
                .isEmpty();
    }

    /** Remembers and drops, in the caller's transaction. */
    static void takeAway(Connection connection, TablePlan table) throws SQLException {
        for (List<String> name : remember(connection, table, CONSTRAINTS, 3)) {
            TableName owner = new TableName(name.get(0), name.get(1));
            Run.sql(connection, "ALTER TABLE " + Sql.quoted(owner) + " DROP CONSTRAINT " + Sql.quoted(name.get(2)));
        }
        for (List<String> name : remember(connection, table, INDEXES, 2)) {
            Run.sql(connection, "DROP INDEX " + Sql.quoted(new TableName(name.get(0), name.get(1))));
        }
    }

    private static List<List<String>> remember(Connection connection, TablePlan table, String statement, int columns)
            throws SQLException {
        // the driver knows question marks alone
        String sql = statement
                .replace("$2", "ARRAY(" + OF_THE_KEY + ")")
                .replace("$1", "k.oid")
                .replace("$3", "k.columns");
        String bound = "WITH k AS (SELECT ?::regclass::oid AS oid, ?::text[] AS columns) " + withKey(sql);
        try (PreparedStatement query = connection.prepareStatement(bound)) {
            query.setString(1, Sql.quoted(table.target()));
            query.setArray(2, connection.createArrayOf("text", key(table).toArray()));
            try (ResultSet rows = query.executeQuery()) {
                List<List<String>> names = new ArrayList<>();
                while (rows.next()) {
                    List<String> name = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        name.add(rows.getString(column));
                    }
                    names.add(name);
                }
                return names;
            }
        }
    }

    private static List<String> key(TablePlan table) {
        return table.image(Direction.FORWARD).map(Image::targetKey).orElse(List.of());
    }

    /** Lets the outermost query see the parameters. */
    private static String withKey(String sql) {
        return sql.replaceFirst("\nFROM pg_constraint c", "\nFROM k CROSS JOIN pg_constraint c")
                .replaceFirst("\nFROM pg_index x", "\nFROM k CROSS JOIN pg_index x");
    }

    /** What is remembered of some kinds, oldest first. */
    static List<DeferredObject> remembered(Connection connection, List<Kind> kinds) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT id, kind, schema_name, table_name, name, definition, place, comment
                FROM theseus.deferred_object WHERE kind = ANY (?) ORDER BY id""")) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text", kinds.stream().map(Enum::name).toArray()));
            try (ResultSet rows = query.executeQuery()) {
                List<DeferredObject> objects = new ArrayList<>();
                while (rows.next()) {
                    objects.add(object(rows));
                }
                return objects;
            }
        }
    }

    private static DeferredObject object(ResultSet row) throws SQLException {
        return new DeferredObject(
                row.getLong("id"),
                Kind.valueOf(row.getString("kind")),
                new TableName(row.getString("schema_name"), row.getString("table_name")),
                row.getString("name"),
                row.getString("definition"),
                row.getString("place"),
                row.getString("comment"));
    }

    /** The object stands again: nothing is remembered of it. */
    static void forget(Connection connection, DeferredObject object) throws SQLException {
        Run.sql(connection, "DELETE FROM theseus.deferred_object WHERE id = " + object.id());
    }

    /** A foreign key stands, for new rows; those that are there have not been looked at. */
    static void unvalidated(Connection connection, DeferredObject object) throws SQLException {
        Run.sql(connection, "UPDATE theseus.deferred_object SET kind = 'UNVALIDATED' WHERE id = " + object.id());
    }
}

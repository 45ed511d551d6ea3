package dev.theseus.jdbc.noting;

import dev.theseus.domain.database.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads from the catalogue which tables are captured, and what foreign keys make the server do to them. */
final class KnownTablesReader {

    /** A partition is known by the number of its table, and so is what the table is a partition of. */
    private static final String MEMBERS = """
            WITH RECURSIVE members AS (
              SELECT c.table_no, c.key, t.oid, t.oid <> r.oid AS is_other
              FROM theseus.client_table c
              CROSS JOIN LATERAL (SELECT pg_catalog.to_regclass(
                pg_catalog.format('%I.%I', c.schema_name, c.table_name))::pg_catalog.oid) r(oid)
              CROSS JOIN LATERAL (SELECT r.oid UNION SELECT relid FROM pg_catalog.pg_partition_tree(r.oid)
                UNION SELECT relid FROM pg_catalog.pg_partition_ancestors(r.oid)) t(oid))""";

    private static final String CAPTURED = MEMBERS + """
            SELECT n.nspname, k.relname, pg_catalog.pg_table_is_visible(k.oid) AS visible, m.table_no, m.key,
              ARRAY(SELECT pg_catalog.format_type(a.atttypid, a.atttypmod)
                    FROM pg_catalog.unnest(m.key) WITH ORDINALITY u(name, no) JOIN pg_catalog.pg_attribute a
                      ON a.attrelid = m.oid AND a.attname = u.name ORDER BY u.no) AS types,
              EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'theseus'::regnamespace
                      AND p.proname = 'key_' || m.table_no) AS by_function
            FROM members m JOIN pg_catalog.pg_class k ON k.oid = m.oid
            JOIN pg_catalog.pg_namespace n ON n.oid = k.relnamespace ORDER BY m.is_other DESC""";

    private static final String VANISHING = MEMBERS + """
            , reach(parent, child) AS (
              SELECT confrelid, conrelid FROM pg_catalog.pg_constraint WHERE contype = 'f' AND confdeltype = 'c'
              UNION
              SELECT r.parent, k.conrelid FROM reach r JOIN pg_catalog.pg_constraint k
                ON k.confrelid = r.child AND k.contype = 'f' AND k.confdeltype = 'c')
            SELECT DISTINCT n.nspname, k.relname, pg_catalog.pg_table_is_visible(k.oid) AS visible, m.table_no
            FROM reach r JOIN members m ON m.oid = r.child JOIN pg_catalog.pg_class k ON k.oid = r.parent
            JOIN pg_catalog.pg_namespace n ON n.oid = k.relnamespace""";

    private static final String MOVING = MEMBERS + """
            , reach(parent, columns, child) AS (
              SELECT confrelid, confkey, conrelid FROM pg_catalog.pg_constraint
              WHERE contype = 'f' AND confupdtype IN ('c', 'n', 'd')
              UNION
              SELECT r.parent, r.columns, k.conrelid FROM reach r JOIN pg_catalog.pg_constraint k
                ON k.confrelid = r.child AND k.contype = 'f' AND k.confupdtype IN ('c', 'n', 'd'))
            SELECT DISTINCT n.nspname, k.relname, pg_catalog.pg_table_is_visible(k.oid) AS visible, m.table_no,
              ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = r.parent AND a.attnum = ANY (r.columns)) AS columns
            FROM reach r JOIN members m ON m.oid = r.child JOIN pg_catalog.pg_class k ON k.oid = r.parent
            JOIN pg_catalog.pg_namespace n ON n.oid = k.relnamespace""";

    private final Map<TableName, KnownTable> tables = new HashMap<>();
    private final Set<TableName> visible = new HashSet<>();

    private KnownTablesReader() {}

    static KnownTables read(Connection connection) throws SQLException {
        KnownTablesReader reader = new KnownTablesReader();
        try (Statement statement = connection.createStatement()) {
            reader.each(statement, CAPTURED, row -> {
                CapturedTable captured = captured(row);
                return known -> known.with(captured);
            });
            reader.each(statement, VANISHING, row -> {
                int number = row.getInt("table_no");
                return known -> known.withVanishing(number);
            });
            reader.each(statement, MOVING, row -> {
                KnownTable.Moving moving =
                        new KnownTable.Moving(Set.copyOf(texts(row.getArray("columns"))), row.getInt("table_no"));
                return known -> known.with(moving);
            });
        }
        return new KnownTables(
                reader.tables,
                reader.visible,
                KnownTables.Server.ofVersion(connection.getMetaData().getDatabaseMajorVersion()));
    }

    private interface Reading {
        UnaryOperator<KnownTable> of(ResultSet row) throws SQLException;
    }

    private void each(Statement statement, String query, Reading reading) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                TableName table = new TableName(rows.getString("nspname"), rows.getString("relname"));
                if (rows.getBoolean("visible")) {
                    visible.add(table);
                }
                KnownTable before = tables.getOrDefault(table, KnownTable.NOTHING);
                tables.put(table, reading.of(rows).apply(before));
            }
        }
    }

    private static CapturedTable captured(ResultSet row) throws SQLException {
        List<String> names = texts(row.getArray("key"));
        List<String> types = texts(row.getArray("types"));
        List<CapturedTable.KeyColumn> key = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            key.add(new CapturedTable.KeyColumn(names.get(i), types.get(i)));
        }
        return new CapturedTable(
                row.getInt("table_no"),
                key,
                row.getBoolean("by_function") ? CapturedTable.KeyText.BY_FUNCTION : CapturedTable.KeyText.PLAIN);
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}

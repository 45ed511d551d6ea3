package dev.theseus.jdbc.catalog;

/** The questions to the catalogue. Those about tables take a schema and, twice, a table or NULL for all. */
final class CatalogQueries {

    static final String SERVER = """
            SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS version_number,
                   current_setting('server_encoding') AS encoding,
                   (SELECT system_identifier FROM pg_catalog.pg_control_system()) || '/'
                     || (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AS identity""";

    /** What counts as a table of the user: {@code c} is its class, {@code n} its schema. */
    private static final String IS_LISTED = """
            c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
              AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'theseus', 'theseus_map') AND n.nspname !~ '^pg_(toast|temp)'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')""";

    private static final String LISTED = """
            listed AS (
              SELECT c.*, n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname = ? AND (?::text IS NULL OR c.relname = ?::text) AND %s)
            """.formatted(IS_LISTED);

    static final String SCHEMAS = """
            SELECT DISTINCT n.nspname::text COLLATE "C" AS schema
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE %s ORDER BY 1""".formatted(IS_LISTED);

    /**
     * The planner's own estimate: rows per page when last analysed, times the pages of now. Where nothing was ever
     * analysed, rows of 100 bytes are assumed.
     */
    static final String TABLES = "WITH " + LISTED + """
            , storage AS (
              SELECT l.oid AS root, l.oid AS part FROM listed l WHERE l.relkind = 'r'
              UNION ALL
              SELECT l.oid, t.relid FROM listed l, pg_catalog.pg_partition_tree(l.oid) t WHERE l.relkind = 'p' AND t.isleaf),
            part_size AS (
              SELECT s.root, coalesce(pg_catalog.pg_table_size(s.part), 0) AS bytes,
                     CASE WHEN p.relpages > 0 AND p.reltuples > 0
                       THEN p.reltuples / p.relpages * coalesce(pg_catalog.pg_relation_size(s.part), 0)
                            / current_setting('block_size')::int
                       ELSE coalesce(pg_catalog.pg_relation_size(s.part), 0) / 100.0 END AS rows
              FROM storage s JOIN pg_catalog.pg_class p ON p.oid = s.part AND p.relkind = 'r'),
            size AS (
              SELECT root, sum(bytes)::bigint AS bytes, sum(rows)::bigint AS rows FROM part_size GROUP BY root)
            SELECT l.oid::bigint AS table_oid, l.nspname, l.relname, l.relkind,
                   l.relkind <> 'p' AND EXISTS (SELECT FROM pg_catalog.pg_inherits i
                     WHERE l.oid IN (i.inhrelid, i.inhparent)) AS inherited,
                   coalesce(z.rows, 0) AS rows, coalesce(z.bytes, 0) AS bytes
            FROM listed l LEFT JOIN size z ON z.root = l.oid
            ORDER BY l.nspname::text COLLATE "C", l.relname::text COLLATE "C\"""";

    /** Since PostgreSQL 18 a column can be marked NOT NULL although a row of before breaks that (NOT VALID). */
    static final String COLUMNS = "WITH " + LISTED + """
            SELECT l.oid::bigint AS table_oid, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
                   a.attidentity, a.attgenerated, a.atthasdef OR t.typdefault IS NOT NULL AS has_default,
                   NOT (t.typnotnull OR a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                     WHERE k.conrelid = l.oid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated)
                   ) AS nullable
            FROM listed l
            JOIN pg_catalog.pg_attribute a ON a.attrelid = l.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            ORDER BY l.oid, a.attnum""";

    /** Without those on expressions, with a predicate, half built, or over periods (WITHOUT OVERLAPS). */
    static final String UNIQUE_KEYS = "WITH " + LISTED + """
            SELECT l.oid::bigint AS table_oid, x.relname AS index_name, i.indisprimary, i.indimmediate, k.columns,
                   k.not_null
            FROM listed l
            JOIN pg_catalog.pg_index i ON i.indrelid = l.oid AND i.indisunique AND i.indisvalid AND i.indislive
              AND i.indpred IS NULL AND i.indexprs IS NULL AND NOT i.indisexclusion
            JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
            CROSS JOIN LATERAL (
              SELECT array_agg(a.attname::text ORDER BY u.place) AS columns, bool_and(a.attnotnull) AS not_null
              FROM unnest(i.indkey::int2[]) WITH ORDINALITY u(attnum, place)
              JOIN pg_catalog.pg_attribute a ON a.attrelid = l.oid AND a.attnum = u.attnum
              WHERE u.place <= i.indnkeyatts) k
            ORDER BY l.oid, i.indisprimary DESC, k.not_null AND i.indimmediate DESC, x.relname::text COLLATE "C\"""";

    /** A foreign key to or from partitions is listed once, at its root. */
    static final String FOREIGN_KEYS = "WITH " + LISTED + """
            SELECT l.oid::bigint AS table_oid, k.conname, l.nspname AS from_schema, l.relname AS from_table,
                   n.nspname AS to_schema, f.relname AS to_table,
                   ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(attnum, place)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum ORDER BY u.place) AS columns,
                   ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(attnum, place)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum ORDER BY u.place) AS referenced
            FROM listed l
            JOIN pg_catalog.pg_constraint k ON k.conrelid = l.oid AND k.contype = 'f' AND k.conparentid = 0
            JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = f.relnamespace
            ORDER BY l.oid, k.conname::text COLLATE "C\"""";

    private CatalogQueries() {}
}

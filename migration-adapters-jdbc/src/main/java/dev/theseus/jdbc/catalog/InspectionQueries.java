package dev.theseus.jdbc.catalog;

/** The questions of an inspection. Those about tables take two arrays: schemas and names. */
final class InspectionQueries {

    /**
     * The sessions left are the least of what server, database and role allow; the server keeps some for superusers.
     */
    static final String SERVER = """
            SELECT current_user AS role, pg_catalog.pg_is_in_recovery() AS in_recovery,
                   CASE WHEN s.oid IS NULL THEN pg_catalog.has_database_privilege(current_database(), 'CREATE')
                        ELSE pg_catalog.has_schema_privilege(s.oid, 'CREATE') AND pg_catalog.has_schema_privilege(s.oid, 'USAGE')
                   END AS may_create_schema,
                   pg_catalog.has_database_privilege(current_database(), 'TEMPORARY') AS may_create_temporary,
                   least(
                     current_setting('max_connections')::bigint
                       - CASE WHEN r.rolsuper THEN 0 ELSE current_setting('superuser_reserved_connections')::bigint
                           + coalesce(nullif(current_setting('reserved_connections', true), '')::bigint, 0) END
                       - (SELECT sum(numbackends) FROM pg_catalog.pg_stat_database),
                     CASE WHEN r.rolconnlimit >= 0 AND NOT r.rolsuper THEN r.rolconnlimit
                       - (SELECT count(*) FROM pg_catalog.pg_stat_activity a WHERE a.usesysid = r.oid) END,
                     CASE WHEN d.datconnlimit >= 0 AND NOT r.rolsuper THEN d.datconnlimit
                       - (SELECT numbackends FROM pg_catalog.pg_stat_database b WHERE b.datid = d.oid) END)::bigint
                     + 1 AS free_sessions,
                   CASE WHEN inet_client_addr() IS NULL OR inet_client_addr() = inet_server_addr() THEN
                     (SELECT setting FROM pg_catalog.pg_settings WHERE name = 'data_directory') END AS data_directory
            FROM pg_catalog.pg_roles r
            JOIN pg_catalog.pg_database d ON d.datname = current_database()
            LEFT JOIN pg_catalog.pg_namespace s ON s.nspname = 'theseus'
            WHERE r.rolname = current_user""";

    private static final String WANTED = """
            WITH RECURSIVE wanted AS (
              SELECT w.place - 1 AS place, c.oid AS root, c.relkind AS root_kind
              FROM unnest(?::text[], ?::text[]) WITH ORDINALITY w(schema, name, place)
              JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
              JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.name)
            """;

    /** Chunks that follow the heap read the leaf partitions directly, so privileges and policies of these count too. */
    static final String RELATIONS = WANTED + """
            , relation AS (
              SELECT w.place, w.root AS oid, true AS is_root FROM wanted w
              UNION ALL
              SELECT w.place, t.relid, false FROM wanted w, pg_catalog.pg_partition_tree(w.root) t
              WHERE w.root_kind = 'p' AND t.isleaf),
            users_trigger AS (
              SELECT t.* FROM pg_catalog.pg_trigger t
              JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid JOIN pg_catalog.pg_namespace s ON s.oid = p.pronamespace
              WHERE NOT t.tgisinternal AND s.nspname <> 'theseus')
            SELECT r.place, r.is_root, n.nspname, c.relname, c.relkind, c.relpersistence = 'u' AS unlogged,
                   pg_catalog.row_security_active(c.oid) AS hides_rows,
                   pg_catalog.pg_has_role(c.relowner, 'USAGE') AS owned,
                   ARRAY(SELECT 'USAGE on its schema' WHERE NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                     UNION ALL
                     SELECT p FROM unnest(?::text[]) p WHERE NOT pg_catalog.has_table_privilege(c.oid, p)) AS lacking,
                   ARRAY(SELECT t.tgname::text FROM users_trigger t
                     WHERE t.tgrelid = c.oid AND t.tgenabled IN ('O', 'A') ORDER BY 1) AS armed,
                   ARRAY(SELECT t.tgname::text FROM users_trigger t
                     WHERE t.tgrelid = c.oid AND t.tgenabled IN ('A', 'R') ORDER BY 1) AS stubborn,
                   (SELECT count(*) FROM pg_catalog.pg_constraint k
                     WHERE k.contype = 'f' AND c.oid IN (k.conrelid, k.confrelid)) AS foreign_keys,
                   coalesce(pg_catalog.pg_total_relation_size(c.oid), 0) AS bytes
            FROM relation r
            JOIN pg_catalog.pg_class c ON c.oid = r.oid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            ORDER BY r.place, r.is_root DESC, c.relname""";

    static final String ENUM_LABELS = WANTED + """
            SELECT w.place, a.attname,
                   ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e
                     WHERE e.enumtypid = coalesce(i.oid, t.oid) ORDER BY e.enumsortorder) AS labels
            FROM wanted w
            JOIN pg_catalog.pg_attribute a ON a.attrelid = w.root AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_type i ON i.oid = t.typelem AND t.typcategory = 'A'
            WHERE coalesce(i.typtype, t.typtype) = 'e'""";

    /**
     * Every type that a column's values are made of, however deep: below domains, in arrays, ranges and composites.
     * What the catalogue's own tables are made of is not looked into.
     */
    static final String TYPES_WITHIN = WANTED + """
            , within(place, attname, typid) AS (
              SELECT w.place, a.attname, a.atttypid FROM wanted w
              JOIN pg_catalog.pg_attribute a ON a.attrelid = w.root AND a.attnum > 0 AND NOT a.attisdropped
              UNION
              SELECT i.place, i.attname, p.typid FROM within i
              JOIN pg_catalog.pg_type t ON t.oid = i.typid
              CROSS JOIN LATERAL (
                SELECT t.typbasetype WHERE t.typtype = 'd'
                UNION ALL SELECT e.oid FROM pg_catalog.pg_type e WHERE e.typarray = t.oid
                UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE t.oid IN (r.rngtypid, r.rngmultitypid)
                UNION ALL SELECT a.atttypid FROM pg_catalog.pg_attribute a
                  WHERE t.typtype = 'c' AND t.oid >= 16384 AND a.attrelid = t.typrelid AND a.attnum > 0
                    AND NOT a.attisdropped) p(typid))
            SELECT i.place, i.attname, t.typname, t.typtype = 'c' AS composite
            FROM within i JOIN pg_catalog.pg_type t ON t.oid = i.typid
            WHERE t.oid < 16384 AND (t.typtype = 'c' OR t.typtype = 'b' AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid))
            ORDER BY 1, 2, 3""";

    /** A ledger that another role made is reported as a missing privilege, so it must not be an error here. */
    static final String LEDGER_IS_READABLE = """
            SELECT EXISTS (
              SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname = 'theseus' AND c.relname = 'table_copy'
                AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT'))""";

    private InspectionQueries() {}
}

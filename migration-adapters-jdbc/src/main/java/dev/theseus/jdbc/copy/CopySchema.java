package dev.theseus.jdbc.copy;

/** The bookkeeping of the copy, in the new database. */
final class CopySchema {

    /**
     * table_copy: one row per opened table; completed_at lets the relay in. table_part: one row per relation that holds
     * rows (the table, or each leaf partition), with the bound of its copy and what is left to cut. chunk: what was
     * cut. chunk_ledger: what was copied; its primary key is what makes a copy happen once.
     */
    static final String NEW = """
            CREATE SCHEMA IF NOT EXISTS theseus;
            CREATE SEQUENCE IF NOT EXISTS theseus.claimant AS integer CYCLE;
            CREATE TABLE IF NOT EXISTS theseus.table_copy (
              table_no integer PRIMARY KEY,
              since_xid bigint,
              opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
              completed_at timestamptz);
            CREATE TABLE IF NOT EXISTS theseus.table_part (
              table_no integer NOT NULL,
              part_no integer NOT NULL,
              schema_name text NOT NULL,
              relation_name text NOT NULL,
              manner text NOT NULL,
              cut text NOT NULL CHECK (cut IN ('heap', 'key')),
              file_node bigint,
              next_page bigint,
              pages bigint,
              after_key text[],
              last_key text[],
              size_bytes bigint NOT NULL,
              size_rows bigint NOT NULL,
              exhausted boolean NOT NULL,
              PRIMARY KEY (table_no, part_no));
            CREATE TABLE IF NOT EXISTS theseus.chunk (
              table_no integer NOT NULL,
              chunk_no bigint NOT NULL,
              part_no integer NOT NULL,
              manner text NOT NULL,
              schema_name text NOT NULL,
              relation_name text NOT NULL,
              file_node bigint,
              from_page bigint,
              to_page bigint,
              after_key text[],
              upto_key text[],
              weight bigint NOT NULL,
              state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'copied', 'void')),
              claimant integer,
              cut_at timestamptz NOT NULL DEFAULT clock_timestamp(),
              PRIMARY KEY (table_no, chunk_no));
            CREATE INDEX IF NOT EXISTS chunk_open ON theseus.chunk (table_no, chunk_no) WHERE state = 'open';
            CREATE TABLE IF NOT EXISTS theseus.chunk_ledger (
              table_no integer NOT NULL,
              chunk_no bigint NOT NULL,
              row_count bigint NOT NULL DEFAULT 0,
              byte_count bigint NOT NULL DEFAULT 0,
              copied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
              PRIMARY KEY (table_no, chunk_no));
            """;

    static final String OLD = "CREATE SCHEMA IF NOT EXISTS theseus;\n";

    private CopySchema() {}
}

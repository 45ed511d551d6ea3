package dev.theseus.jdbc.critical;

/** The journal's tables, the same in both databases: it is kept on the side that has authority. */
final class CriticalTables {

    static final String DDL = """
            CREATE SCHEMA IF NOT EXISTS theseus;
            CREATE TABLE IF NOT EXISTS theseus.critical_write (
              id bigserial PRIMARY KEY,
              xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
              node text NOT NULL,
              state text NOT NULL DEFAULT 'WRITTEN',
              reason text,
              detail text,
              tries int NOT NULL DEFAULT 0,
              begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
              due_at timestamptz NOT NULL DEFAULT clock_timestamp()
            );
            COMMENT ON TABLE theseus.critical_write IS 'writes that must be in both databases or in neither, until they are settled';
            COMMENT ON COLUMN theseus.critical_write.due_at IS 'when somebody else may take it up';
            CREATE TABLE IF NOT EXISTS theseus.critical_row (
              write_id bigint NOT NULL,
              table_no int NOT NULL,
              place int NOT NULL,
              key text[] COLLATE "C" NOT NULL,
              before jsonb,
              after_version text,
              after_hash bytea
            );
            CREATE INDEX IF NOT EXISTS critical_row_write ON theseus.critical_row (write_id);
            COMMENT ON TABLE theseus.critical_row IS 'rows of such writes, with what they were before; removed when the write is settled';
            CREATE TABLE IF NOT EXISTS theseus.critical_lock (
              table_no int NOT NULL,
              lock bytea NOT NULL,
              write_id bigint NOT NULL,
              PRIMARY KEY (table_no, lock)
            );
            CREATE INDEX IF NOT EXISTS critical_lock_write ON theseus.critical_lock (write_id);
            COMMENT ON TABLE theseus.critical_lock IS 'keys that such a write has to itself, as hashes of their text';
            """;

    private CriticalTables() {}
}

package dev.theseus.jdbc.readmodel;

/** The tables of the read models. What they hold can be made again from the events. */
final class ReadModelTables {

    private ReadModelTables() {}

    static final String DDL = """
            CREATE SCHEMA IF NOT EXISTS theseus_control;
            CREATE TABLE IF NOT EXISTS theseus_control.status (
                migration text PRIMARY KEY,
                phase text NOT NULL,
                pace text NOT NULL,
                last_sequence bigint NOT NULL,
                last_event_at timestamptz NOT NULL,
                run_id text,
                run_until text,
                run_began timestamptz,
                run_outcome text,
                verified_at timestamptz,
                verdict text,
                verified_tables integer,
                verified_rows bigint,
                repaired_rows bigint,
                divergent_rows bigint
            );
            ALTER TABLE theseus_control.status
                ADD COLUMN IF NOT EXISTS percentage double precision NOT NULL DEFAULT 0,
                ADD COLUMN IF NOT EXISTS segments text[] NOT NULL DEFAULT '{}',
                ADD COLUMN IF NOT EXISTS regions text[] NOT NULL DEFAULT '{}',
                ADD COLUMN IF NOT EXISTS services text[] NOT NULL DEFAULT '{}',
                ADD COLUMN IF NOT EXISTS dual_writes text NOT NULL DEFAULT 'ON',
                ADD COLUMN IF NOT EXISTS shadow_reads text NOT NULL DEFAULT 'OFF',
                ADD COLUMN IF NOT EXISTS shadow_sample double precision NOT NULL DEFAULT 0.01,
                ADD COLUMN IF NOT EXISTS check_sample double precision NOT NULL DEFAULT 0.01,
                ADD COLUMN IF NOT EXISTS maximum_lag_us bigint NOT NULL DEFAULT 5000000,
                ADD COLUMN IF NOT EXISTS failed_back text[] NOT NULL DEFAULT '{}',
                ADD COLUMN IF NOT EXISTS mismatches bigint NOT NULL DEFAULT 0;
            CREATE TABLE IF NOT EXISTS theseus_control.status_table (
                migration text NOT NULL REFERENCES theseus_control.status,
                place integer NOT NULL,
                old_schema text NOT NULL,
                old_name text NOT NULL,
                new_schema text NOT NULL,
                new_name text NOT NULL,
                stage text NOT NULL,
                copied_rows bigint NOT NULL,
                copied_bytes bigint NOT NULL,
                copied_chunks bigint NOT NULL,
                copied_fraction double precision NOT NULL,
                copy_state text NOT NULL,
                PRIMARY KEY (migration, place)
            );
            CREATE TABLE IF NOT EXISTS theseus_control.status_note (
                migration text NOT NULL REFERENCES theseus_control.status,
                place integer NOT NULL,
                noted_at timestamptz NOT NULL,
                kind text NOT NULL,
                note text NOT NULL,
                PRIMARY KEY (migration, place)
            );
            CREATE TABLE IF NOT EXISTS theseus_control.status_checkpoint (
                migration text NOT NULL REFERENCES theseus_control.status,
                place integer NOT NULL,
                name text NOT NULL,
                taken_at timestamptz NOT NULL,
                phase text NOT NULL,
                PRIMARY KEY (migration, place)
            );
            CREATE TABLE IF NOT EXISTS theseus_control.trail (
                migration text NOT NULL,
                sequence bigint NOT NULL,
                happened_at timestamptz NOT NULL,
                actor text NOT NULL,
                reason text NOT NULL,
                correlation text NOT NULL,
                command text NOT NULL,
                event text NOT NULL,
                revision integer NOT NULL,
                json text NOT NULL,
                PRIMARY KEY (migration, sequence)
            );
            """;
}

package dev.theseus.jdbc.audit;

/**
 * The chain is made by the control database itself, at the commit of whoever writes an event: no event is ever outside
 * of it, and the lock that orders the links is held from there to the end of the commit only.
 */
final class ChainTables {

    private ChainTables() {}

    /** May be run again and again, after the table of events stands. Events that stand already are taken over once. */
    static final String DDL = """
            CREATE TABLE IF NOT EXISTS theseus_control.audit_chain (
                position bigint PRIMARY KEY,
                global_index bigint NOT NULL UNIQUE,
                aggregate_identifier text NOT NULL,
                sequence_number bigint NOT NULL,
                digest bytea NOT NULL,
                hash bytea NOT NULL,
                sealed_micros bigint NOT NULL,
                adopted boolean NOT NULL
            );
            CREATE OR REPLACE FUNCTION theseus_control.chain_part(part bytea) RETURNS bytea
            LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
                SELECT int4send(coalesce(octet_length(part), -1)) || coalesce(part, '\\x')
            $$;
            CREATE OR REPLACE FUNCTION theseus_control.chain_event(e theseus_control.event, was_there boolean)
            RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
            DECLARE
                before theseus_control.audit_chain;
                next_position bigint;
                event_digest bytea;
                micros bigint := floor(extract(epoch FROM clock_timestamp()) * 1000000);
            BEGIN
                PERFORM pg_advisory_xact_lock(hashtextextended('theseus audit chain', 0));
                SELECT * INTO before FROM theseus_control.audit_chain ORDER BY position DESC LIMIT 1;
                next_position := coalesce(before.position, 0) + 1;
                event_digest := sha256(
                    theseus_control.chain_part(convert_to(e.aggregate_identifier, 'UTF8'))
                    || int8send(e.sequence_number)
                    || theseus_control.chain_part(convert_to(e.event_identifier, 'UTF8'))
                    || theseus_control.chain_part(convert_to(e.payload_type, 'UTF8'))
                    || theseus_control.chain_part(convert_to(e.payload_revision, 'UTF8'))
                    || theseus_control.chain_part(e.payload)
                    || theseus_control.chain_part(e.meta_data)
                    || theseus_control.chain_part(convert_to(e.time_stamp, 'UTF8'))
                    || theseus_control.chain_part(convert_to(e.type, 'UTF8')));
                INSERT INTO theseus_control.audit_chain VALUES (
                    next_position, e.global_index, e.aggregate_identifier, e.sequence_number, event_digest,
                    sha256(coalesce(before.hash, decode(repeat('00', 32), 'hex'))
                        || int8send(next_position) || int8send(e.global_index) || event_digest || int8send(micros)
                        || int8send(was_there::int::bigint)),
                    micros, was_there);
            END $$;
            CREATE OR REPLACE FUNCTION theseus_control.chain_written_event() RETURNS trigger
            LANGUAGE plpgsql SET search_path = pg_catalog AS $$
            BEGIN
                PERFORM theseus_control.chain_event(NEW, false);
                RETURN NULL;
            END $$;
            DO $$
            DECLARE
                e theseus_control.event;
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger
                        WHERE tgrelid = 'theseus_control.event'::regclass AND tgname = 'theseus_audit_chain') THEN
                    LOCK TABLE theseus_control.event IN SHARE ROW EXCLUSIVE MODE;
                    FOR e IN SELECT v.* FROM theseus_control.event v
                            WHERE NOT EXISTS (SELECT FROM theseus_control.audit_chain c
                                WHERE c.global_index = v.global_index)
                            ORDER BY v.global_index LOOP
                        PERFORM theseus_control.chain_event(e, true);
                    END LOOP;
                    CREATE CONSTRAINT TRIGGER theseus_audit_chain AFTER INSERT ON theseus_control.event
                        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                        EXECUTE FUNCTION theseus_control.chain_written_event();
                    ALTER TABLE theseus_control.event ENABLE ALWAYS TRIGGER theseus_audit_chain;
                END IF;
            END $$;
            """;
}

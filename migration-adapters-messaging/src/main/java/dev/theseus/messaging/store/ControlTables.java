package dev.theseus.messaging.store;

import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;

/** The tables of the control plane: lower-case names, payloads as bytea, in a schema of their own. */
public final class ControlTables {

    private static final String SCHEMA = "theseus_control";

    private ControlTables() {}

    /** May be run again and again. */
    public static final String DDL = """
            CREATE SCHEMA IF NOT EXISTS theseus_control;
            CREATE TABLE IF NOT EXISTS theseus_control.event (
                global_index bigserial PRIMARY KEY,
                aggregate_identifier text NOT NULL,
                sequence_number bigint NOT NULL,
                type text,
                event_identifier text NOT NULL UNIQUE,
                meta_data bytea,
                payload bytea NOT NULL,
                payload_revision text,
                payload_type text NOT NULL,
                time_stamp text NOT NULL,
                UNIQUE (aggregate_identifier, sequence_number)
            );
            CREATE TABLE IF NOT EXISTS theseus_control.snapshot (
                aggregate_identifier text NOT NULL,
                sequence_number bigint NOT NULL,
                type text NOT NULL,
                event_identifier text NOT NULL UNIQUE,
                meta_data bytea,
                payload bytea NOT NULL,
                payload_revision text,
                payload_type text NOT NULL,
                time_stamp text NOT NULL,
                PRIMARY KEY (aggregate_identifier, sequence_number)
            );
            CREATE TABLE IF NOT EXISTS theseus_control.token (
                processor_name text NOT NULL,
                segment integer NOT NULL,
                token bytea,
                token_type text,
                time_stamp text,
                owner text,
                PRIMARY KEY (processor_name, segment)
            );
            CREATE TABLE IF NOT EXISTS theseus_control.saga (
                saga_id text PRIMARY KEY,
                revision text,
                saga_type text,
                serialized_saga bytea
            );
            CREATE TABLE IF NOT EXISTS theseus_control.saga_association (
                id bigserial PRIMARY KEY,
                association_key text,
                association_value text,
                saga_id text,
                saga_type text
            );
            CREATE INDEX IF NOT EXISTS saga_association_by_value
                ON theseus_control.saga_association (saga_type, association_key, association_value);
            CREATE TABLE IF NOT EXISTS theseus_control.deadline (
                task_name text NOT NULL,
                task_instance text NOT NULL,
                task_data bytea,
                execution_time timestamptz NOT NULL,
                picked boolean NOT NULL,
                picked_by text,
                last_success timestamptz,
                last_failure timestamptz,
                consecutive_failures integer,
                last_heartbeat timestamptz,
                version bigint NOT NULL,
                priority smallint,
                PRIMARY KEY (task_name, task_instance)
            );
            CREATE INDEX IF NOT EXISTS deadline_by_time ON theseus_control.deadline (execution_time);
            CREATE INDEX IF NOT EXISTS deadline_by_heartbeat ON theseus_control.deadline (last_heartbeat);
            """;

    static final EventSchema EVENTS = EventSchema.builder()
            .eventTable(SCHEMA + ".event")
            .snapshotTable(SCHEMA + ".snapshot")
            .globalIndexColumn("global_index")
            .aggregateIdentifierColumn("aggregate_identifier")
            .sequenceNumberColumn("sequence_number")
            .typeColumn("type")
            .eventIdentifierColumn("event_identifier")
            .metaDataColumn("meta_data")
            .payloadColumn("payload")
            .payloadRevisionColumn("payload_revision")
            .payloadTypeColumn("payload_type")
            .timestampColumn("time_stamp")
            .build();

    static final TokenSchema TOKENS = TokenSchema.builder()
            .setTokenTable(SCHEMA + ".token")
            .setProcessorNameColumn("processor_name")
            .setSegmentColumn("segment")
            .setTokenColumn("token")
            .setTokenTypeColumn("token_type")
            .setTimestampColumn("time_stamp")
            .setOwnerColumn("owner")
            .build();

    static final SagaSchema SAGAS = SagaSchema.builder()
            .sagaEntryTable(SCHEMA + ".saga")
            .sagaIdColumn("saga_id")
            .revisionColumn("revision")
            .sagaTypeColumn("saga_type")
            .serializedSagaColumn("serialized_saga")
            .associationValueEntryTable(SCHEMA + ".saga_association")
            .associationKeyColumn("association_key")
            .associationValueColumn("association_value")
            .build();
}

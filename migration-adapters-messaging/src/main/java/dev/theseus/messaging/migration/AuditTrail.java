package dev.theseus.messaging.migration;

import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.audit.AuditEntry.StoredEvent;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.messaging.stored.StoredForm;
import dev.theseus.messaging.stored.StoredFormSerializer;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** Reads events as an auditor sees them. */
public final class AuditTrail {

    private final EventStore events;
    private final StoredFormSerializer serializer;

    public AuditTrail(EventStore events, StoredFormSerializer serializer) {
        this.events = events;
        this.serializer = serializer;
    }

    /** Everything that happened to a migration, oldest first. */
    public List<AuditEntry> of(MigrationId migration) {
        return events.readEvents(migration.value()).asStream().map(this::entry).toList();
    }

    /**
     * A stretch of what happened, oldest first.
     *
     * @param from its first event's place among the migration's events, from 0
     * @param limit at most so many
     */
    public List<AuditEntry> of(MigrationId migration, long from, int limit) {
        return events.readEvents(migration.value(), from)
                .asStream()
                .limit(limit)
                .map(this::entry)
                .toList();
    }

    /**
     * What happened from an event on, oldest first.
     *
     * @param from its place among the migration's events, from 0
     */
    public List<MigrationEvent> since(MigrationId migration, long from) {
        return events.readEvents(migration.value(), from)
                .asStream()
                .map(message -> (MigrationEvent) message.getPayload())
                .toList();
    }

    /** One event. */
    public AuditEntry entry(DomainEventMessage<?> message) {
        MigrationEvent event = (MigrationEvent) message.getPayload();
        StoredForm<?, ?> form = serializer.formOf(event.getClass());
        return new AuditEntry(
                event.migration(),
                message.getSequenceNumber(),
                event.at(),
                OriginMetaData.causeOf(message.getMetaData()),
                new StoredEvent(form.name(), form.revision(), serializer.json(event)));
    }
}

package dev.theseus.messaging.stream;

import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.cache.CacheOccasion;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.messaging.migration.AuditTrail;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;

/** What others see of an event: its stored form, and who caused it. */
final class EventRecords {

    private final AuditTrail trail;

    EventRecords(AuditTrail trail) {
        this.trail = trail;
    }

    CloudEvent of(DomainEventMessage<?> message) {
        AuditEntry entry = trail.entry(message);
        return new CloudEvent(
                message.getIdentifier(),
                type(entry.what().name(), entry.what().revision()),
                entry.migration().value(),
                entry.at(),
                extensions(entry, (MigrationEvent) message.getPayload()),
                entry.what().json());
    }

    /** For example {@code dev.theseus.migration.phase-entered.v1}. */
    static String type(String name, int revision) {
        return CloudEvent.PREFIX + name + ".v" + revision;
    }

    private static Map<String, String> extensions(AuditEntry entry, MigrationEvent event) {
        Map<String, String> extensions = new HashMap<>(Map.of(
                "sequence", Long.toString(entry.sequence()),
                "sequencetype", "Integer",
                "actor", entry.cause().origin().actor().name(),
                "reason", entry.cause().origin().reason(),
                "correlationid", entry.cause().origin().correlation(),
                "command", entry.cause().command()));
        CacheOccasion.of(event).ifPresent(occasion -> extensions.put("clearcaches", occasion.name()));
        return extensions;
    }
}

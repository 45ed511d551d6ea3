package dev.theseus.jdbc.readmodel;

import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.audit.AuditEntry.Cause;
import dev.theseus.domain.audit.AuditEntry.StoredEvent;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.plan.MigrationId;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** One event of the trail. Written once, never changed. */
@Entity
@Table(name = "trail")
class TrailRow {

    @EmbeddedId
    private Place id = new Place("", 0);

    @Column(name = "happened_at")
    private Instant at = Instant.EPOCH;

    private String actor = "";
    private String reason = "";
    private String correlation = "";
    private String command = "";
    private String event = "";
    private int revision;
    private String json = "";

    /** Which event of which migration. */
    @Embeddable
    record Place(String migration, long sequence) implements Serializable {}

    /** For Hibernate. */
    protected TrailRow() {}

    TrailRow(AuditEntry entry) {
        id = new Place(entry.migration().value(), entry.sequence());
        at = entry.at();
        Origin origin = entry.cause().origin();
        actor = origin.actor().name();
        reason = origin.reason();
        correlation = origin.correlation();
        command = entry.cause().command();
        event = entry.what().name();
        revision = entry.what().revision();
        json = entry.what().json();
    }

    AuditEntry entry() {
        return new AuditEntry(
                new MigrationId(id.migration()),
                id.sequence(),
                at,
                new Cause(new Origin(new Actor(actor), reason, correlation), command),
                new StoredEvent(event, revision, json));
    }
}

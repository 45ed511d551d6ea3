package dev.theseus.domain.audit;

import dev.theseus.domain.plan.MigrationId;
import java.time.Instant;

/**
 * One event of a migration as an auditor sees it.
 *
 * @param migration that it belongs to
 * @param sequence its place among the events of the migration, from 0, without gaps
 * @param at when it happened
 * @param cause what led to it
 * @param what its stored form
 */
public record AuditEntry(MigrationId migration, long sequence, Instant at, Cause cause, StoredEvent what) {

    /**
     * @param origin of the command
     * @param command the command's logical name, for example {@code advance}
     */
    public record Cause(Origin origin, String command) {}

    /**
     * @param name the logical name, for example {@code migration.phase-entered}
     * @param revision of the stored form, from 1
     * @param json the stored form; holds names and figures, never rows
     */
    public record StoredEvent(String name, int revision, String json) {}
}

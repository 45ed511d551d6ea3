package dev.theseus.domain.readmodel;

import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.plan.MigrationId;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what people look at. It lags behind the events a little, and nothing is decided by it. Safe for several threads
 * and several processes.
 */
public interface ReadModels {

    /**
     * Takes an event in: the status and the trail change together or not at all. An event that was taken in before
     * changes nothing, so that events may be delivered again after a crash. Events of one migration come in order.
     *
     * @throws RuntimeException if it could not be kept; it must be delivered again
     */
    void record(AuditEntry entry, MigrationEvent event);

    /** Where a migration stands; empty if nothing was heard of it. */
    Optional<MigrationStatus> status(MigrationId migration);

    /** Where all migrations stand, sorted by name. */
    List<MigrationStatus> all();

    /**
     * A stretch of a migration's trail, oldest first.
     *
     * @param from the first sequence wanted, from 0
     * @param limit at most so many, 1 or more
     */
    List<AuditEntry> trail(MigrationId migration, long from, int limit);
}

package dev.theseus.jdbc.readmodel;

import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.readmodel.ReadModels;
import dev.theseus.domain.readmodel.StatusProjection;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** Each event in one transaction: the status row is locked, and tells by its sequence what it has taken in already. */
final class JpaReadModels implements ReadModels {

    private final EntityManagerFactory entities;

    JpaReadModels(EntityManagerFactory entities) {
        this.entities = entities;
    }

    @Override
    public void record(AuditEntry entry, MigrationEvent event) {
        entities.runInTransaction(manager -> record(manager, entry, event));
    }

    private static void record(EntityManager manager, AuditEntry entry, MigrationEvent event) {
        StatusRow row = manager.find(StatusRow.class, entry.migration().value(), LockModeType.PESSIMISTIC_WRITE);
        MigrationStatus before = row == null ? StatusProjection.initial(entry.migration()) : row.status();
        if (entry.sequence() <= before.standing().sequence()) {
            return;
        }
        StatusRow changed = row == null ? new StatusRow(entry.migration()) : row;
        changed.take(StatusProjection.evolve(before, event, entry.sequence()));
        if (row == null) {
            manager.persist(changed);
        }
        manager.persist(new TrailRow(entry));
    }

    @Override
    public Optional<MigrationStatus> status(MigrationId migration) {
        return entities.callInTransaction(
                manager -> Optional.ofNullable(manager.find(StatusRow.class, migration.value()))
                        .map(StatusRow::status));
    }

    @Override
    public List<MigrationStatus> all() {
        return entities.callInTransaction(
                manager -> manager.createQuery("SELECT s FROM StatusRow s ORDER BY s.migration", StatusRow.class)
                        .getResultStream()
                        .map(StatusRow::status)
                        .toList());
    }

    @Override
    public List<AuditEntry> trail(MigrationId migration, long from, int limit) {
        return entities.callInTransaction(manager -> manager.createQuery("""
                        SELECT t FROM TrailRow t
                        WHERE t.id.migration = :migration AND t.id.sequence >= :from
                        ORDER BY t.id.sequence
                        """, TrailRow.class)
                .setParameter("migration", migration.value())
                .setParameter("from", from)
                .setMaxResults(limit)
                .getResultStream()
                .map(TrailRow::entry)
                .toList());
    }
}

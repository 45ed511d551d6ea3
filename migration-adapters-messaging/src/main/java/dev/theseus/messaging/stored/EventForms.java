package dev.theseus.messaging.stored;

import dev.theseus.domain.migration.MigrationEvent;
import java.util.List;

/** The logical name and revision of every event. A name is for ever; a changed form gets the next revision. */
public final class EventForms {

    private EventForms() {}

    public static final List<StoredForm<? extends MigrationEvent, ?>> ALL = List.of(
            StoredForm.of(MigrationEvent.MigrationPlanned.class, "migration.planned", 2),
            StoredForm.of(MigrationEvent.SettingsChanged.class, "migration.settings-changed", 2),
            StoredForm.of(MigrationEvent.RunBegan.class, "migration.run-began", 1),
            StoredForm.of(MigrationEvent.RunEnded.class, "migration.run-ended", 1),
            StoredForm.of(MigrationEvent.DatabasesPrepared.class, "migration.databases-prepared", 1),
            StoredForm.of(MigrationEvent.CaptureInstalled.class, "migration.capture-installed", 1),
            StoredForm.of(MigrationEvent.TableWasCopied.class, "migration.table-copied", 1),
            StoredForm.of(MigrationEvent.IndexesBuilt.class, "migration.indexes-built", 1),
            StoredForm.of(MigrationEvent.CaughtUp.class, "migration.caught-up", 1),
            StoredForm.of(MigrationEvent.VerificationCompleted.class, "migration.verification-completed", 1),
            StoredForm.of(MigrationEvent.CheckpointTaken.class, "migration.checkpoint-taken", 2),
            StoredForm.of(MigrationEvent.PhaseEntered.class, "migration.phase-entered", 1),
            StoredForm.of(MigrationEvent.AdvanceRefused.class, "migration.advance-refused", 1),
            StoredForm.of(MigrationEvent.WorkFailed.class, "migration.work-failed", 1),
            StoredForm.of(MigrationEvent.IncidentNoted.class, "migration.incident-noted", 1),
            StoredForm.of(MigrationEvent.MigrationPaused.class, "migration.paused", 1),
            StoredForm.of(MigrationEvent.MigrationResumed.class, "migration.resumed", 1),
            StoredForm.of(MigrationEvent.RolloutChanged.class, "migration.rollout-changed", 1),
            StoredForm.of(MigrationEvent.ReadsFailedBack.class, "migration.reads-failed-back", 1),
            StoredForm.of(MigrationEvent.ReadsResumed.class, "migration.reads-resumed", 1),
            StoredForm.of(MigrationEvent.MismatchFound.class, "migration.mismatch-found", 1),
            StoredForm.of(MigrationEvent.RollbackBegan.class, "migration.rollback-began", 1),
            StoredForm.of(MigrationEvent.RolledBack.class, "migration.rolled-back", 1));
}

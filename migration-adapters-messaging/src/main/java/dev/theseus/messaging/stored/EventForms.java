package dev.theseus.messaging.stored;

import dev.theseus.domain.migration.MigrationEvent;
import java.util.List;

/** The logical name and revision of every event. A name is for ever; a changed form gets the next revision. */
public final class EventForms {

    private EventForms() {}

    public static final List<StoredForm<? extends MigrationEvent, ?>> ALL = List.of(
            StoredForm.of(MigrationEvent.MigrationPlanned.class, "migration.planned", 4),
            StoredForm.of(MigrationEvent.SettingsChanged.class, "migration.settings-changed", 3),
            StoredForm.of(MigrationEvent.RunBegan.class, "migration.run-began", 1),
            StoredForm.of(MigrationEvent.RunEnded.class, "migration.run-ended", 1),
            StoredForm.of(MigrationEvent.DatabasesPrepared.class, "migration.databases-prepared", 1),
            StoredForm.of(MigrationEvent.CaptureInstalled.class, "migration.capture-installed", 1),
            StoredForm.of(MigrationEvent.TableWasCopied.class, "migration.table-copied", 1),
            StoredForm.of(MigrationEvent.IndexesBuilt.class, "migration.indexes-built", 1),
            StoredForm.of(MigrationEvent.CaughtUp.class, "migration.caught-up", 1),
            StoredForm.of(MigrationEvent.VerificationCompleted.class, "migration.verification-completed", 1),
            StoredForm.of(MigrationEvent.VerificationWithdrawn.class, "migration.verification-withdrawn", 1),
            StoredForm.of(MigrationEvent.CheckpointTaken.class, "migration.checkpoint-taken", 3),
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
            StoredForm.of(MigrationEvent.RolledBack.class, "migration.rolled-back", 1),
            StoredForm.of(MigrationEvent.CutoverBegan.class, "migration.cutover-began", 1),
            StoredForm.of(MigrationEvent.FenceInstalled.class, "migration.fence-installed", 1),
            StoredForm.of(MigrationEvent.WayBackRehearsed.class, "migration.way-back-rehearsed", 1),
            StoredForm.of(MigrationEvent.RehearsalFailed.class, "migration.rehearsal-failed", 1),
            StoredForm.of(MigrationEvent.ApprovalAsked.class, "migration.approval-asked", 1),
            StoredForm.of(MigrationEvent.Approved.class, "migration.approved", 1),
            StoredForm.of(MigrationEvent.HandoverCleared.class, "migration.handover-cleared", 1),
            StoredForm.of(MigrationEvent.AuthorityMoved.class, "migration.authority-moved", 1),
            StoredForm.of(MigrationEvent.HandoverGivenUp.class, "migration.handover-given-up", 1),
            StoredForm.of(MigrationEvent.AbortAsked.class, "migration.abort-asked", 1),
            StoredForm.of(MigrationEvent.AuthoritySettled.class, "migration.authority-settled", 1),
            StoredForm.of(MigrationEvent.TransferAborted.class, "migration.transfer-aborted", 1),
            StoredForm.of(MigrationEvent.CutoverCompleted.class, "migration.cutover-completed", 1),
            StoredForm.of(MigrationEvent.RestoreBegan.class, "migration.restore-began", 1),
            StoredForm.of(MigrationEvent.RestoreForeseen.class, "migration.restore-foreseen", 1),
            StoredForm.of(MigrationEvent.OldHealthChecked.class, "migration.old-health-checked", 1),
            StoredForm.of(MigrationEvent.CachesCleared.class, "migration.caches-cleared", 1),
            StoredForm.of(MigrationEvent.CheckpointRestored.class, "migration.checkpoint-restored", 1),
            StoredForm.of(MigrationEvent.CompletionBegan.class, "migration.completion-began", 1),
            StoredForm.of(MigrationEvent.StepFailed.class, "migration.step-failed", 1),
            StoredForm.of(MigrationEvent.DeadlinePassed.class, "migration.deadline-passed", 1),
            StoredForm.of(MigrationEvent.RolloutBegan.class, "migration.rollout-began", 1),
            StoredForm.of(MigrationEvent.RolloutStepBegan.class, "migration.rollout-step-began", 1),
            StoredForm.of(MigrationEvent.RolloutStepPassed.class, "migration.rollout-step-passed", 1),
            StoredForm.of(MigrationEvent.RolloutStepUnproven.class, "migration.rollout-step-unproven", 1),
            StoredForm.of(MigrationEvent.RolloutStepFailed.class, "migration.rollout-step-failed", 1),
            StoredForm.of(MigrationEvent.RolloutEnded.class, "migration.rollout-ended", 1),
            StoredForm.of(MigrationEvent.FailbackBegan.class, "migration.failback-began", 1),
            StoredForm.of(MigrationEvent.FailbackRecovered.class, "migration.failback-recovered", 1),
            StoredForm.of(MigrationEvent.FailbackCompared.class, "migration.failback-compared", 1),
            StoredForm.of(MigrationEvent.FailbackEnded.class, "migration.failback-ended", 1),
            StoredForm.of(MigrationEvent.RollbackDecided.class, "migration.rollback-decided", 1),
            StoredForm.of(MigrationEvent.RollbackWithheld.class, "migration.rollback-withheld", 1));
}

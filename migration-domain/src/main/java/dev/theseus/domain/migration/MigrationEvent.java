package dev.theseus.domain.migration;

import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.checkpoint.Checkpoint;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.rollout.RollbackPolicy.Withheld;
import dev.theseus.domain.rollout.TrafficEvidence;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was decided about a migration, or happened to it. Kept for ever; the stored form is an interface. */
public sealed interface MigrationEvent {

    MigrationId migration();

    Instant at();

    /** A plan was taken on. */
    record MigrationPlanned(MigrationId migration, Instant at, Plan plan) implements MigrationEvent {}

    /** Settings were changed under way. */
    record SettingsChanged(MigrationId migration, Instant at, Plan.Settings before, Plan.Settings after)
            implements MigrationEvent {}

    /** A run of the tool began. */
    record RunBegan(MigrationId migration, Instant at, RunId run, Optional<Phase> until) implements MigrationEvent {}

    /** A run of the tool ended in an orderly way. */
    record RunEnded(MigrationId migration, Instant at, RunId run, RunOutcome outcome) implements MigrationEvent {}

    /** The bookkeeping stands in both databases. */
    record DatabasesPrepared(MigrationId migration, Instant at) implements MigrationEvent {}

    /** Capture stands on a table: every change from here on is noted. */
    record CaptureInstalled(MigrationId migration, Instant at, TableName table) implements MigrationEvent {}

    /** A table was copied. */
    record TableWasCopied(MigrationId migration, Instant at, TableCopied copied) implements MigrationEvent {}

    /** The indexes of a copied table stand. */
    record IndexesBuilt(MigrationId migration, Instant at, TableName table) implements MigrationEvent {}

    /** The changes made during the copy are applied. */
    record CaughtUp(MigrationId migration, Instant at, Backlog backlog) implements MigrationEvent {}

    /** Both databases were compared. */
    record VerificationCompleted(MigrationId migration, Instant at, VerificationSummary summary)
            implements MigrationEvent {}

    /**
     * What VERIFIED says no longer holds: the migration is in DUAL_WRITING again.
     *
     * @param reason what was found, without row contents
     */
    record VerificationWithdrawn(MigrationId migration, Instant at, String reason) implements MigrationEvent {}

    /** A checkpoint was taken. */
    record CheckpointTaken(MigrationId migration, Instant at, Checkpoint checkpoint) implements MigrationEvent {}

    /** A phase was entered. */
    record PhaseEntered(MigrationId migration, Instant at, Phase from, Phase to) implements MigrationEvent {}

    /** A phase was asked for whose gate was closed. */
    record AdvanceRefused(MigrationId migration, Instant at, Phase to, List<String> missing) implements MigrationEvent {
        public AdvanceRefused {
            missing = List.copyOf(missing);
        }
    }

    /** Work failed in a way that repeating does not mend. */
    record WorkFailed(MigrationId migration, Instant at, String work, String reason) implements MigrationEvent {}

    /** Something happened from outside. */
    record IncidentNoted(MigrationId migration, Instant at, Incident incident) implements MigrationEvent {}

    /** Who reads from new was changed. */
    record RolloutChanged(
            MigrationId migration, Instant at, RolloutPolicy before, RolloutPolicy after, RolloutCause cause)
            implements MigrationEvent {}

    /**
     * A node's reads from new failed: all nodes read from old.
     *
     * @param word its number among the nodes' words
     * @param detail an error's class or code; no row content
     */
    record ReadsFailedBack(MigrationId migration, Instant at, String node, long word, String detail)
            implements MigrationEvent {}

    /** A node's reads from new work again. */
    record ReadsResumed(MigrationId migration, Instant at, String node, long word) implements MigrationEvent {}

    /**
     * A node found rows that differ and were not on their way; they were logged again, to be repaired.
     *
     * @param detail a count, a table, keys; no row content
     */
    record MismatchFound(MigrationId migration, Instant at, String node, long word, String detail)
            implements MigrationEvent {}

    /** All work is held. */
    record MigrationPaused(MigrationId migration, Instant at) implements MigrationEvent {}

    /** Work goes on. */
    record MigrationResumed(MigrationId migration, Instant at) implements MigrationEvent {}

    /** What was made is being taken back. */
    record RollbackBegan(MigrationId migration, Instant at, Phase from, RowDisposition rows)
            implements MigrationEvent {}

    /** Nothing of Theseus's is left in the databases. */
    record RolledBack(MigrationId migration, Instant at) implements MigrationEvent {}

    /** Authority is to move to new; the checkpoint before was taken. */
    record CutoverBegan(MigrationId migration, Instant at) implements MigrationEvent {}

    /** Fence and reverse capture stand. */
    record FenceInstalled(MigrationId migration, Instant at) implements MigrationEvent {}

    /** The way there and back was tried, and works. */
    record WayBackRehearsed(MigrationId migration, Instant at, Duration took) implements MigrationEvent {}

    /**
     * The way there or back does not work.
     *
     * @param step that failed, in words
     * @param reason without row content
     */
    record RehearsalFailed(MigrationId migration, Instant at, String step, String reason) implements MigrationEvent {}

    /** Something waits for a person. */
    record ApprovalAsked(MigrationId migration, Instant at, String what) implements MigrationEvent {}

    /** A person agreed. */
    record Approved(MigrationId migration, Instant at, String what) implements MigrationEvent {}

    /** The gate of the cutover is open: authority is being moved. */
    record HandoverCleared(MigrationId migration, Instant at) implements MigrationEvent {}

    /**
     * Authority moved.
     *
     * @param epoch in force now
     * @param pause for how long writers were held; zero if that is not known
     */
    record AuthorityMoved(MigrationId migration, Instant at, Epoch epoch, Duration pause) implements MigrationEvent {}

    /**
     * A handover was given up; authority is where it was.
     *
     * @param reason who held the fence, or what was not drained
     */
    record HandoverGivenUp(MigrationId migration, Instant at, String reason) implements MigrationEvent {}

    /** A cutover is to be given up while authority may be moving: the databases are asked where it is. */
    record AbortAsked(MigrationId migration, Instant at, String reason) implements MigrationEvent {}

    /**
     * Both databases say the same about authority.
     *
     * @param epoch in force
     */
    record AuthoritySettled(MigrationId migration, Instant at, Epoch epoch) implements MigrationEvent {}

    /** A cutover was given up; authority stays with old. */
    record TransferAborted(MigrationId migration, Instant at, String reason) implements MigrationEvent {}

    /** New has authority, and both databases were compared since. */
    record CutoverCompleted(MigrationId migration, Instant at, Duration took) implements MigrationEvent {}

    /** A checkpoint is to be restored. Nobody reads from new any more. */
    record RestoreBegan(MigrationId migration, Instant at, String checkpoint, RestoreCause cause, RestoredReads reads)
            implements MigrationEvent {}

    /** A checkpoint would have been restored, had it not been asked for as dry. */
    record RestoreForeseen(MigrationId migration, Instant at, String checkpoint, RestoreCause cause)
            implements MigrationEvent {}

    /** The old database was looked at before the service comes back to it. */
    record OldHealthChecked(MigrationId migration, Instant at, DatabaseHealth health, List<String> obstacles)
            implements MigrationEvent {
        public OldHealthChecked {
            obstacles = List.copyOf(obstacles);
        }
    }

    /** The service's caches were told to forget. */
    record CachesCleared(MigrationId migration, Instant at) implements MigrationEvent {}

    /**
     * A checkpoint is restored; what it changed stands in the events before this one.
     *
     * @param took from the beginning on
     */
    record CheckpointRestored(MigrationId migration, Instant at, String checkpoint, RestoreCause cause, Duration took)
            implements MigrationEvent {}

    /** What leads back is being taken away. */
    record CompletionBegan(MigrationId migration, Instant at) implements MigrationEvent {}

    /** A step of a process failed; the process decides whether it is tried again. */
    record StepFailed(MigrationId migration, Instant at, String process, String work, String reason)
            implements MigrationEvent {}

    /** A deadline of a process has come. */
    record DeadlinePassed(MigrationId migration, Instant at, String process, String deadline)
            implements MigrationEvent {}

    /** Mappings were replaced by their next versions: rows that went by the former ones have to go again. */
    record MappingsReplaced(MigrationId migration, Instant at, List<MappingReplacement> replacements)
            implements MigrationEvent {
        public MappingsReplaced {
            replacements = List.copyOf(replacements);
        }
    }

    /**
     * All rows of a table are noted as if they had changed, so that they go by the version of its mapping that is in
     * force.
     *
     * @param table its number in the plan
     */
    record RowsLoggedAnew(MigrationId migration, Instant at, int table, int version) implements MigrationEvent {}

    /** Tables were found to look otherwise than when capture was installed. */
    record DefinitionsChanged(MigrationId migration, Instant at, List<DefinitionChange> changes)
            implements MigrationEvent {
        public DefinitionsChanged {
            changes = List.copyOf(changes);
        }
    }

    /** A person took changes of definitions as they are. */
    record DefinitionsAccepted(MigrationId migration, Instant at, List<DefinitionChange> changes)
            implements MigrationEvent {
        public DefinitionsAccepted {
            changes = List.copyOf(changes);
        }
    }

    /** What happened to the service's requests by itself, while they are brought over to new. */
    sealed interface CourseEvent extends MigrationEvent {}

    /**
     * Reads are brought over to new by steps.
     *
     * @param from the percentage in force before
     */
    record RolloutBegan(MigrationId migration, Instant at, RolloutSettings settings, double from)
            implements CourseEvent {}

    /**
     * The percentage of a step is in force.
     *
     * @param step from 1
     */
    record RolloutStepBegan(MigrationId migration, Instant at, int step) implements CourseEvent {}

    /** A step went well. */
    record RolloutStepPassed(MigrationId migration, Instant at, int step, TrafficEvidence evidence)
            implements CourseEvent {}

    /**
     * It could not be said yet whether a step went well.
     *
     * @param again when it is looked at again
     */
    record RolloutStepUnproven(MigrationId migration, Instant at, int step, List<String> missing, Instant again)
            implements CourseEvent {
        public RolloutStepUnproven {
            missing = List.copyOf(missing);
        }
    }

    /**
     * A step did not go well; the last good percentage is in force again.
     *
     * @param again when it is tried again, if it is
     */
    record RolloutStepFailed(MigrationId migration, Instant at, int step, List<String> reasons, Instant again)
            implements CourseEvent {
        public RolloutStepFailed {
            reasons = List.copyOf(reasons);
        }
    }

    /** A rollout by steps is over. */
    record RolloutEnded(MigrationId migration, Instant at, RolloutEnd end) implements CourseEvent {}

    /**
     * Reads of new failed, and all are on old until new was compared.
     *
     * @param percentage that they come back to
     * @param deadline after which it is not waited any longer
     */
    record FailbackBegan(MigrationId migration, Instant at, double percentage, Instant deadline)
            implements CourseEvent {}

    /** Reads of new work again on every node. */
    record FailbackRecovered(MigrationId migration, Instant at) implements CourseEvent {}

    /** What changed while reads were on old was brought over and compared. */
    record FailbackCompared(MigrationId migration, Instant at, VerificationSummary summary) implements CourseEvent {}

    /** A failback is over. */
    record FailbackEnded(MigrationId migration, Instant at, FailbackEnd end) implements CourseEvent {}

    /**
     * The migration goes back by itself.
     *
     * @param detail what is wrong, for people; no row content
     */
    record RollbackDecided(MigrationId migration, Instant at, RestoreCause cause, String detail)
            implements CourseEvent {}

    /** The migration had cause to go back by itself, and did not. */
    record RollbackWithheld(MigrationId migration, Instant at, RestoreCause cause, String detail, Withheld why)
            implements CourseEvent {}
}

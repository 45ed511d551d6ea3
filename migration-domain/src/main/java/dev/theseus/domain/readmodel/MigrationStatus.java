package dev.theseus.domain.readmodel;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a migration stands, for people.
 *
 * @param migration which
 * @param standing its phase, and the event that this is as of
 * @param run the last one, if there was any
 * @param tables all that are planned, in the order of the plan
 * @param rollout who reads from new, and how that goes
 * @param findings what was measured and what happened on the way
 */
public record MigrationStatus(
        MigrationId migration,
        Standing standing,
        Optional<RunStatus> run,
        List<TableStatus> tables,
        RolloutStatus rollout,
        Findings findings) {

    /** Whether work goes on. */
    public enum Pace {
        WORKING,
        PAUSED
    }

    /**
     * @param sequence of the last event taken in, -1 before any
     * @param at when that happened
     */
    public record Standing(Phase phase, Pace pace, long sequence, Instant at) {}

    /**
     * @param until the phase after which it ends by itself
     * @param outcome empty while it works, and after a kill
     */
    public record RunStatus(RunId id, Optional<Phase> until, Instant began, Optional<RunOutcome> outcome) {}

    /** How far a table is. */
    public enum Stage {
        PLANNED,
        CAPTURED,
        COPIED,
        /** Copied, and its indexes stand. */
        INDEXED
    }

    /** @param copied figures of the finished copy; {@link CopyProgress#NOT_OPEN} before */
    public record TableStatus(TableName table, TableName target, Stage stage, CopyProgress copied) {}

    /**
     * @param failedBack names of the nodes whose reads from new fail; while there is one, all read from old
     * @param mismatches that nodes found, so far
     */
    public record RolloutStatus(RolloutPolicy policy, SortedSet<String> failedBack, long mismatches) {
        public static final RolloutStatus NONE = new RolloutStatus(RolloutPolicy.NOBODY, new TreeSet<>(), 0);

        public RolloutStatus {
            failedBack = Collections.unmodifiableSortedSet(new TreeSet<>(failedBack));
        }
    }

    /**
     * @param verification the last one
     * @param notes the last {@value StatusProjection#NOTES_KEPT} things that somebody may want to look into, oldest
     *     first
     * @param checkpoints all, oldest first
     */
    public record Findings(
            Optional<VerificationSummary> verification, List<Note> notes, List<CheckpointNote> checkpoints) {
        public Findings {
            notes = List.copyOf(notes);
            checkpoints = List.copyOf(checkpoints);
        }
    }

    /** What a note is about. */
    public enum NoteKind {
        SERVER_AWAY,
        SERVER_BACK,
        GATE_CLOSED,
        WORK_FAILED,
        READS_FAILED_BACK,
        READS_RESUMED,
        MISMATCH_FOUND,
        READS_WITHDRAWN,
        /** A cutover, a rollback or the completion, or authority. */
        TRANSFER,
        /** A rollout by steps, a failback, or what might lead to an automatic rollback. */
        COURSE,
        /** A step failed, or takes longer than it may. */
        STEP_FAILED,
        /** The definition of a table has changed, or a person took it as it is. */
        DEFINITION,
        /** A mapping was replaced, or all rows are on their way by its version in force. */
        MAPPING
    }

    /** @param text for people; no row contents */
    public record Note(Instant at, NoteKind kind, String text) {}

    /** @param phase in force when it was taken */
    public record CheckpointNote(String name, Instant at, Phase phase) {}

    public MigrationStatus {
        tables = List.copyOf(tables);
    }
}

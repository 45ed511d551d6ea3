package dev.theseus.domain.readmodel;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.migration.Incident;
import dev.theseus.domain.migration.MappingReplacement;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RolloutCause;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.readmodel.MigrationStatus.CheckpointNote;
import dev.theseus.domain.readmodel.MigrationStatus.Findings;
import dev.theseus.domain.readmodel.MigrationStatus.Note;
import dev.theseus.domain.readmodel.MigrationStatus.NoteKind;
import dev.theseus.domain.readmodel.MigrationStatus.Pace;
import dev.theseus.domain.readmodel.MigrationStatus.RolloutStatus;
import dev.theseus.domain.readmodel.MigrationStatus.RunStatus;
import dev.theseus.domain.readmodel.MigrationStatus.Stage;
import dev.theseus.domain.readmodel.MigrationStatus.Standing;
import dev.theseus.domain.readmodel.MigrationStatus.TableStatus;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes the status from the events, one after the other. Never refuses. */
public final class StatusProjection {

    /** Older notes are in the trail only: a server that comes and goes must not make the status grow for ever. */
    public static final int NOTES_KEPT = 100;

    private StatusProjection() {}

    /** The status before any event. */
    public static MigrationStatus initial(MigrationId migration) {
        return new MigrationStatus(
                migration,
                new Standing(Phase.PLANNED, Pace.WORKING, -1, Instant.EPOCH),
                Optional.empty(),
                List.of(),
                RolloutStatus.NONE,
                new Findings(Optional.empty(), List.of(), List.of()));
    }

    /**
     * The status after an event.
     *
     * @param sequence of the event; if the status has it already, it stays as it is
     */
    public static MigrationStatus evolve(MigrationStatus status, MigrationEvent event, long sequence) {
        if (sequence <= status.standing().sequence()) {
            return status;
        }
        MigrationStatus after = apply(status, event);
        Standing standing = after.standing();
        return standing(after, new Standing(standing.phase(), standing.pace(), sequence, event.at()));
    }

    private static MigrationStatus apply(MigrationStatus s, MigrationEvent event) {
        return switch (event) {
            case MigrationEvent.MigrationPlanned e -> planned(s, e.plan().tables());
            case MigrationEvent.RunBegan e -> run(s, new RunStatus(e.run(), e.until(), e.at(), Optional.empty()));
            case MigrationEvent.RunEnded e ->
                s.run()
                        .filter(r -> r.id().equals(e.run()))
                        .map(r -> run(s, new RunStatus(r.id(), r.until(), r.began(), Optional.of(e.outcome()))))
                        .orElse(s);
            case MigrationEvent.CaptureInstalled e ->
                table(s, e.table(), t -> new TableStatus(t.table(), t.target(), Stage.CAPTURED, t.copied()));
            case MigrationEvent.TableWasCopied e ->
                table(
                        s,
                        e.copied().table(),
                        t -> new TableStatus(
                                t.table(), t.target(), Stage.COPIED, e.copied().progress()));
            case MigrationEvent.IndexesBuilt e ->
                table(s, e.table(), t -> new TableStatus(t.table(), t.target(), Stage.INDEXED, t.copied()));
            case MigrationEvent.VerificationCompleted e -> verified(s, Optional.of(e.summary()));
            case MigrationEvent.VerificationWithdrawn e ->
                at(
                        note(s, e.at(), NoteKind.GATE_CLOSED, Phase.VERIFIED + " is taken back: " + e.reason()),
                        Phase.DUAL_WRITING,
                        s.standing().pace());
            case MigrationEvent.CheckpointTaken e ->
                checkpoint(
                        s,
                        new CheckpointNote(
                                e.checkpoint().name(), e.at(), e.checkpoint().phase()));
            case MigrationEvent.PhaseEntered e ->
                at(
                        e.to() == Phase.COMPLETED ? RolloutProjection.none(s) : s,
                        e.to(),
                        s.standing().pace());
            case MigrationEvent.AdvanceRefused e ->
                note(s, e.at(), NoteKind.GATE_CLOSED, e.to() + ": " + String.join("; ", e.missing()));
            case MigrationEvent.WorkFailed e -> note(s, e.at(), NoteKind.WORK_FAILED, e.work() + ": " + e.reason());
            case MigrationEvent.IncidentNoted e -> incident(s, e.at(), e.incident());
            case MigrationEvent.MigrationPaused e -> at(s, s.standing().phase(), Pace.PAUSED);
            case MigrationEvent.MigrationResumed e -> at(s, s.standing().phase(), Pace.WORKING);
            case MigrationEvent.RollbackBegan e -> at(RolloutProjection.none(s), Phase.ROLLING_BACK, Pace.WORKING);
            case MigrationEvent.RolledBack e -> at(emptied(s), Phase.ROLLED_BACK, Pace.WORKING);
            case MigrationEvent.RolloutChanged e -> rolloutChanged(s, e);
            case MigrationEvent.ReadsFailedBack e ->
                note(
                        RolloutProjection.failed(s, e.node()),
                        e.at(),
                        NoteKind.READS_FAILED_BACK,
                        "node " + e.node() + ": " + e.detail());
            case MigrationEvent.ReadsResumed e ->
                note(RolloutProjection.resumed(s, e.node()), e.at(), NoteKind.READS_RESUMED, "node " + e.node());
            case MigrationEvent.MismatchFound e ->
                note(
                        RolloutProjection.mismatch(s),
                        e.at(),
                        NoteKind.MISMATCH_FOUND,
                        "node " + e.node() + ": " + e.detail());
            case MigrationEvent.SettingsChanged e -> s;
            case MigrationEvent.DatabasesPrepared e -> s;
            case MigrationEvent.CaughtUp e -> s;
            case MigrationEvent.CutoverBegan e -> transfer(s, e, "a cutover began");
            case MigrationEvent.WayBackRehearsed e -> s;
            case MigrationEvent.FenceInstalled e -> s;
            case MigrationEvent.RehearsalFailed e ->
                note(s, e.at(), NoteKind.STEP_FAILED, "the way back does not work: " + e.step() + ": " + e.reason());
            case MigrationEvent.ApprovalAsked e -> transfer(s, e, e.what() + " waits for an approval");
            case MigrationEvent.Approved e -> transfer(s, e, e.what() + " is approved");
            case MigrationEvent.HandoverCleared e -> s;
            case MigrationEvent.AuthorityMoved e ->
                transfer(
                        s,
                        e,
                        "the %s database has authority (epoch %d), writers were held for %d ms"
                                .formatted(
                                        e.epoch().direction().source(),
                                        e.epoch().number(),
                                        e.pause().toMillis()));
            case MigrationEvent.HandoverGivenUp e -> transfer(s, e, "authority did not move: " + e.reason());
            case MigrationEvent.AbortAsked e -> transfer(s, e, "the cutover is to be given up: " + e.reason());
            case MigrationEvent.AuthoritySettled e -> s;
            case MigrationEvent.TransferAborted e -> transfer(s, e, "the cutover was given up: " + e.reason());
            case MigrationEvent.CutoverCompleted e -> transfer(s, e, "the cutover is complete");
            case MigrationEvent.RestoreBegan e ->
                transfer(s, e, "a rollback to " + e.checkpoint() + " began (" + e.cause() + ")");
            case MigrationEvent.RestoreForeseen e ->
                transfer(s, e, "a rollback to " + e.checkpoint() + " would have begun (" + e.cause() + ")");
            case MigrationEvent.OldHealthChecked e ->
                e.obstacles().isEmpty() ? s : transfer(s, e, String.join("; ", e.obstacles()));
            case MigrationEvent.CachesCleared e -> s;
            case MigrationEvent.CheckpointRestored e ->
                transfer(
                        s,
                        e,
                        "checkpoint %s is restored, it took %d ms"
                                .formatted(e.checkpoint(), e.took().toMillis()));
            case MigrationEvent.CompletionBegan e -> transfer(s, e, "the completion began");
            case MigrationEvent.StepFailed e -> note(s, e.at(), NoteKind.STEP_FAILED, e.work() + ": " + e.reason());
            case MigrationEvent.DeadlinePassed e -> s;
            case MigrationEvent.MappingsReplaced e -> mappings(s, e);
            case MigrationEvent.RowsLoggedAnew e ->
                note(
                        s,
                        e.at(),
                        NoteKind.MAPPING,
                        "all rows of table %d are noted, to go by version %d of its mapping"
                                .formatted(e.table(), e.version()));
            case MigrationEvent.DefinitionsChanged e -> definitions(s, e, "", e.changes());
            case MigrationEvent.DefinitionsAccepted e -> definitions(s, e, "accepted: ", e.changes());
            case MigrationEvent.CourseEvent e ->
                CourseNotes.of(e)
                        .map(text -> note(s, e.at(), NoteKind.COURSE, text))
                        .orElse(s);
        };
    }

    private static MigrationStatus mappings(MigrationStatus s, MigrationEvent.MappingsReplaced event) {
        MigrationStatus noted = s;
        for (MappingReplacement replacement : event.replacements()) {
            noted = note(noted, event.at(), NoteKind.MAPPING, replacement + " is in force");
        }
        return noted;
    }

    private static MigrationStatus definitions(
            MigrationStatus s, MigrationEvent event, String what, List<DefinitionChange> changes) {
        MigrationStatus noted = s;
        for (DefinitionChange change : changes) {
            noted = note(noted, event.at(), NoteKind.DEFINITION, what + change.text());
        }
        return noted;
    }

    private static MigrationStatus transfer(MigrationStatus s, MigrationEvent event, String text) {
        return note(s, event.at(), NoteKind.TRANSFER, text);
    }

    private static MigrationStatus rolloutChanged(MigrationStatus s, MigrationEvent.RolloutChanged e) {
        MigrationStatus changed = RolloutProjection.changed(s, e.after());
        return e.cause() == RolloutCause.ROWS_DIFFER
                ? note(changed, e.at(), NoteKind.READS_WITHDRAWN, "rows differ, so nobody reads from new")
                : changed;
    }

    private static MigrationStatus planned(MigrationStatus s, List<TablePlan> tables) {
        List<TableStatus> fresh = tables.stream()
                .map(t -> new TableStatus(t.old(), t.target(), Stage.PLANNED, CopyProgress.NOT_OPEN))
                .toList();
        return at(
                verified(tables(s, fresh), Optional.empty()),
                Phase.PLANNED,
                s.standing().pace());
    }

    private static MigrationStatus emptied(MigrationStatus s) {
        List<TableStatus> fresh = s.tables().stream()
                .map(t -> new TableStatus(t.table(), t.target(), Stage.PLANNED, CopyProgress.NOT_OPEN))
                .toList();
        return verified(tables(s, fresh), Optional.empty());
    }

    private static MigrationStatus incident(MigrationStatus s, Instant at, Incident incident) {
        return switch (incident) {
            case Incident.ServerAway away ->
                note(s, at, NoteKind.SERVER_AWAY, "the " + away.side() + " database does not answer");
            case Incident.ServerBack back ->
                note(s, at, NoteKind.SERVER_BACK, "the " + back.side() + " database answers again");
        };
    }

    private static MigrationStatus note(MigrationStatus s, Instant at, NoteKind kind, String text) {
        List<Note> notes = new ArrayList<>(s.findings().notes());
        notes.add(new Note(at, kind, text));
        List<Note> kept = notes.subList(Math.max(0, notes.size() - NOTES_KEPT), notes.size());
        return findings(
                s, new Findings(s.findings().verification(), kept, s.findings().checkpoints()));
    }

    private static MigrationStatus checkpoint(MigrationStatus s, CheckpointNote checkpoint) {
        List<CheckpointNote> checkpoints = new ArrayList<>(s.findings().checkpoints());
        checkpoints.add(checkpoint);
        return findings(
                s, new Findings(s.findings().verification(), s.findings().notes(), checkpoints));
    }

    private static MigrationStatus verified(MigrationStatus s, Optional<VerificationSummary> summary) {
        return findings(
                s, new Findings(summary, s.findings().notes(), s.findings().checkpoints()));
    }

    private static MigrationStatus table(MigrationStatus s, TableName name, UnaryOperator<TableStatus> change) {
        return tables(
                s,
                s.tables().stream()
                        .map(t -> t.table().equals(name) ? change.apply(t) : t)
                        .toList());
    }

    private static MigrationStatus at(MigrationStatus s, Phase phase, Pace pace) {
        return standing(
                s,
                new Standing(phase, pace, s.standing().sequence(), s.standing().at()));
    }

    private static MigrationStatus standing(MigrationStatus s, Standing standing) {
        return new MigrationStatus(s.migration(), standing, s.run(), s.tables(), s.rollout(), s.findings());
    }

    private static MigrationStatus run(MigrationStatus s, RunStatus run) {
        return new MigrationStatus(
                s.migration(), s.standing(), Optional.of(run), s.tables(), s.rollout(), s.findings());
    }

    private static MigrationStatus tables(MigrationStatus s, List<TableStatus> tables) {
        return new MigrationStatus(s.migration(), s.standing(), s.run(), tables, s.rollout(), s.findings());
    }

    private static MigrationStatus findings(MigrationStatus s, Findings findings) {
        return new MigrationStatus(s.migration(), s.standing(), s.run(), s.tables(), s.rollout(), findings);
    }
}

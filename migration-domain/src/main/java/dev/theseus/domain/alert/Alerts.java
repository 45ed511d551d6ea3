package dev.theseus.domain.alert;

import dev.theseus.domain.alert.Alert.Kind;
import dev.theseus.domain.alert.Alert.Severity;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.definition.DefinitionRules;
import dev.theseus.domain.migration.Incident;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RolloutCause;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.process.TransferProcess;
import dev.theseus.domain.rollout.RollbackPolicy.Withheld;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which events a person should hear of at once. What is told twice is the business of whoever tells. */
public final class Alerts {

    private Alerts() {}

    public static Optional<Alert> of(MigrationEvent event) {
        return switch (event) {
            case MigrationEvent.CutoverBegan e -> info(Kind.CUTOVER, "a cutover began");
            case MigrationEvent.ApprovalAsked e ->
                info(Kind.APPROVAL, e.what() + " waits for an approval: theseus approve " + e.what());
            case MigrationEvent.AuthorityMoved e ->
                info(
                        Kind.AUTHORITY,
                        "the %s database has authority, in epoch %d; writers were held for %d ms"
                                .formatted(
                                        e.epoch().direction().source(),
                                        e.epoch().number(),
                                        e.pause().toMillis()));
            case MigrationEvent.HandoverGivenUp e -> warning(Kind.CUTOVER, "authority did not move: " + e.reason());
            case MigrationEvent.TransferAborted e -> warning(Kind.CUTOVER, "the cutover was given up: " + e.reason());
            case MigrationEvent.CutoverCompleted e -> info(Kind.CUTOVER, "the cutover is complete");
            case MigrationEvent.RehearsalFailed e ->
                warning(Kind.STEP_FAILED, "the way back does not work: " + e.step() + ": " + e.reason());
            case MigrationEvent.RestoreBegan e ->
                critical(Kind.ROLLBACK, "a rollback to " + e.checkpoint() + " began (" + e.cause() + ")");
            case MigrationEvent.RestoreForeseen e ->
                warning(Kind.ROLLBACK, "a rollback to " + e.checkpoint() + " would have begun (" + e.cause() + ")");
            case MigrationEvent.OldHealthChecked e ->
                e.obstacles().isEmpty()
                        ? Optional.empty()
                        : critical(Kind.OLD_UNFIT, "a rollback waits: " + String.join("; ", e.obstacles()));
            case MigrationEvent.CheckpointRestored e ->
                warning(
                        Kind.ROLLBACK,
                        "checkpoint %s is restored; it took %d ms"
                                .formatted(e.checkpoint(), e.took().toMillis()));
            case MigrationEvent.StepFailed e -> warning(Kind.STEP_FAILED, e.work() + ": " + e.reason());
            case MigrationEvent.PhaseEntered e ->
                e.to() == Phase.COMPLETED
                        ? info(Kind.COMPLETION, "the migration is complete; nothing leads back")
                        : Optional.empty();
            case MigrationEvent.VerificationWithdrawn e -> warning(Kind.DIVERGENCE, e.reason());
            case MigrationEvent.MismatchFound e ->
                warning(Kind.DIVERGENCE, "node " + e.node() + " found rows that differ: " + e.detail());
            case MigrationEvent.RolloutChanged e ->
                e.cause() == RolloutCause.ROWS_DIFFER
                        ? critical(Kind.DIVERGENCE, "rows differ, so nobody reads from new")
                        : Optional.empty();
            case MigrationEvent.ReadsFailedBack e ->
                warning(Kind.READS, "reads from new fail on node " + e.node() + ": " + e.detail());
            case MigrationEvent.ReadsResumed e -> info(Kind.READS, "reads from new work again on node " + e.node());
            case MigrationEvent.WorkFailed e -> critical(Kind.RUN_FAILED, e.work() + ": " + e.reason());
            case MigrationEvent.IncidentNoted e -> of(e.incident());
            case MigrationEvent.DeadlinePassed e ->
                e.process().equals(TransferProcess.PROCESS.name())
                                && e.deadline().equals(TransferProcess.LIMIT)
                        ? critical(Kind.DEADLINE, "a step of the cutover or rollback takes longer than it may")
                        : Optional.empty();
            case MigrationEvent.RolloutStepFailed e ->
                warning(
                        Kind.ROLLOUT,
                        "step %d of the rollout did not go well: %s"
                                .formatted(e.step(), String.join("; ", e.reasons())));
            case MigrationEvent.RolloutEnded e ->
                switch (e.end()) {
                    case COMPLETED -> info(Kind.ROLLOUT, "the rollout is complete");
                    case STOPPED -> info(Kind.ROLLOUT, "the rollout was stopped");
                    case GIVEN_UP -> critical(Kind.ROLLOUT, "the rollout was given up");
                    case OVERTAKEN -> warning(Kind.ROLLOUT, "the rollout has ended: all reads went back to old");
                };
            case MigrationEvent.FailbackBegan e ->
                warning(Kind.READS, "all reads are on old, because they fail on new");
            case MigrationEvent.FailbackEnded e ->
                switch (e.end()) {
                    case RESUMED -> info(Kind.READS, "new works and was compared: reads come back to it");
                    case ABANDONED -> warning(Kind.READS, "reads stay on old");
                };
            case MigrationEvent.RollbackDecided e ->
                critical(Kind.ROLLBACK, "the migration goes back by itself: " + e.detail());
            case MigrationEvent.RollbackWithheld e -> critical(Kind.ROLLBACK, withheld(e.why()) + ": " + e.detail());
            case MigrationEvent.CourseEvent e -> Optional.empty();
            case MigrationEvent.FenceInstalled e -> Optional.empty();
            case MigrationEvent.WayBackRehearsed e -> Optional.empty();
            case MigrationEvent.Approved e -> Optional.empty();
            case MigrationEvent.HandoverCleared e -> Optional.empty();
            case MigrationEvent.AbortAsked e -> Optional.empty();
            case MigrationEvent.AuthoritySettled e -> Optional.empty();
            case MigrationEvent.CachesCleared e -> Optional.empty();
            case MigrationEvent.CompletionBegan e -> Optional.empty();
            case MigrationEvent.MigrationPlanned e -> Optional.empty();
            case MigrationEvent.SettingsChanged e -> Optional.empty();
            case MigrationEvent.RunBegan e -> Optional.empty();
            case MigrationEvent.RunEnded e -> Optional.empty();
            case MigrationEvent.DatabasesPrepared e -> Optional.empty();
            case MigrationEvent.CaptureInstalled e -> Optional.empty();
            case MigrationEvent.TableWasCopied e -> Optional.empty();
            case MigrationEvent.IndexesBuilt e -> Optional.empty();
            case MigrationEvent.CaughtUp e -> Optional.empty();
            case MigrationEvent.VerificationCompleted e -> Optional.empty();
            case MigrationEvent.CheckpointTaken e -> Optional.empty();
            case MigrationEvent.AdvanceRefused e -> Optional.empty();
            case MigrationEvent.MigrationPaused e -> Optional.empty();
            case MigrationEvent.MigrationResumed e -> Optional.empty();
            case MigrationEvent.RollbackBegan e -> Optional.empty();
            case MigrationEvent.RolledBack e -> Optional.empty();
            case MigrationEvent.MappingsReplaced e -> Optional.empty();
            case MigrationEvent.RowsLoggedAnew e -> Optional.empty();
            case MigrationEvent.DefinitionsChanged e -> of(e.changes());
            case MigrationEvent.DefinitionsAccepted e -> Optional.empty();
        };
    }

    /** Why a migration in trouble did not go back by itself, for people. */
    public static String withheld(Withheld why) {
        return switch (why) {
            case DRY -> "it would go back by itself now, had it been told to do more than say so";
            case OFF -> "it does not go back by itself";
            case TOO_OFTEN -> "it went back by itself too often lately; a person has to look";
            case OLD_DIFFERS -> "old does not show what was written to new; a person has to look";
            case NOT_NEEDED -> "nobody reads from new anyway";
            case NOT_POSSIBLE -> "it can't go back by itself";
        };
    }

    private static Optional<Alert> of(List<DefinitionChange> changes) {
        List<DefinitionChange> stopping = DefinitionRules.stopping(changes);
        String text = (stopping.isEmpty() ? changes : stopping)
                .stream().map(DefinitionChange::text).collect(Collectors.joining("; "));
        return stopping.isEmpty()
                ? info(Kind.DEFINITION, text)
                : critical(
                        Kind.DEFINITION,
                        "the migration stops, because a definition has changed: " + text
                                + ". Accept it or roll back: theseus definitions");
    }

    private static Optional<Alert> of(Incident incident) {
        return switch (incident) {
            case Incident.ServerAway away -> warning(Kind.SERVER, "the " + away.side() + " database does not answer");
            case Incident.ServerBack back -> info(Kind.SERVER, "the " + back.side() + " database answers again");
        };
    }

    private static Optional<Alert> info(Kind kind, String text) {
        return Optional.of(new Alert(kind, Severity.INFO, text));
    }

    private static Optional<Alert> warning(Kind kind, String text) {
        return Optional.of(new Alert(kind, Severity.WARNING, text));
    }

    private static Optional<Alert> critical(Kind kind, String text) {
        return Optional.of(new Alert(kind, Severity.CRITICAL, text));
    }
}

package dev.theseus.domain.migration;

import dev.theseus.domain.phase.Phase;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What each event makes of the course. The aggregate and the processes of rollout and failback all go by it, so they
 * can't come to differ.
 */
public final class Courses {

    private Courses() {}

    /** The failback that is under way. */
    public static Optional<Failback> failback(MigrationState state) {
        return switch (state) {
            case MigrationState.Underway u -> u.course().failback();
            case MigrationState.Paused p -> p.held().course().failback();
            case MigrationState.Unplanned u -> Optional.empty();
            case MigrationState.RollingBack r -> Optional.empty();
            case MigrationState.RolledBack r -> Optional.empty();
            case MigrationState.Completed c -> Optional.empty();
        };
    }

    public static Course evolve(Course course, MigrationEvent event) {
        return switch (event) {
            case MigrationEvent.RolloutBegan e ->
                course.with(Optional.of(RolloutProgress.beginning(e.settings(), e.from(), e.at())));
            case MigrationEvent.RolloutStepBegan e -> rollout(course, r -> r.at(e.step(), e.at()));
            case MigrationEvent.RolloutStepPassed e -> rollout(course, r -> r.passed(e.evidence()));
            case MigrationEvent.RolloutStepUnproven e -> rollout(course, r -> r.unproven(e.again()));
            case MigrationEvent.RolloutStepFailed e -> rollout(course, r -> r.failed(e.again()));
            case MigrationEvent.RolloutEnded e -> course.with(Optional.empty());
            case MigrationEvent.FailbackBegan e ->
                course.failing(Optional.of(new Failback(e.percentage(), e.deadline(), Failback.Stage.FAILING)));
            case MigrationEvent.ReadsFailedBack e -> failback(course, Failback.Stage.FAILING);
            case MigrationEvent.FailbackRecovered e -> failback(course, Failback.Stage.RECOVERED);
            case MigrationEvent.FailbackEnded e -> ended(course, e);
            case MigrationEvent.RolloutChanged e -> course.since(e.at());
            case MigrationEvent.AuthorityMoved e -> course.since(e.at());
            case MigrationEvent.CheckpointRestored e -> course.since(e.at());
            case MigrationEvent.RollbackDecided e -> course.wentBack(e.at());
            case MigrationEvent.RollbackWithheld e -> course.withheld(e.cause(), e.at());
            case MigrationEvent.RestoreBegan e -> course.still(e.at());
            case MigrationEvent.RollbackBegan e -> course.still(e.at());
            case MigrationEvent.PhaseEntered e -> e.to() == Phase.RAMPING ? course.since(e.at()) : course.still(e.at());
            case MigrationEvent.MigrationPlanned e -> Course.NONE;
            case MigrationEvent.RolledBack e -> Course.NONE;
            case MigrationEvent.SettingsChanged e -> course;
            case MigrationEvent.RunBegan e -> course;
            case MigrationEvent.RunEnded e -> course;
            case MigrationEvent.DatabasesPrepared e -> course;
            case MigrationEvent.CaptureInstalled e -> course;
            case MigrationEvent.TableWasCopied e -> course;
            case MigrationEvent.IndexesBuilt e -> course;
            case MigrationEvent.CaughtUp e -> course;
            case MigrationEvent.VerificationCompleted e -> course;
            case MigrationEvent.VerificationWithdrawn e -> course;
            case MigrationEvent.CheckpointTaken e -> course;
            case MigrationEvent.AdvanceRefused e -> course;
            case MigrationEvent.WorkFailed e -> course;
            case MigrationEvent.IncidentNoted e -> course;
            case MigrationEvent.ReadsResumed e -> course;
            case MigrationEvent.MismatchFound e -> course;
            case MigrationEvent.MigrationPaused e -> course;
            case MigrationEvent.MigrationResumed e -> course;
            case MigrationEvent.CutoverBegan e -> course;
            case MigrationEvent.FenceInstalled e -> course;
            case MigrationEvent.WayBackRehearsed e -> course;
            case MigrationEvent.RehearsalFailed e -> course;
            case MigrationEvent.ApprovalAsked e -> course;
            case MigrationEvent.Approved e -> course;
            case MigrationEvent.HandoverCleared e -> course;
            case MigrationEvent.HandoverGivenUp e -> course;
            case MigrationEvent.AbortAsked e -> course;
            case MigrationEvent.AuthoritySettled e -> course;
            case MigrationEvent.TransferAborted e -> course;
            case MigrationEvent.CutoverCompleted e -> course;
            case MigrationEvent.RestoreForeseen e -> course;
            case MigrationEvent.OldHealthChecked e -> course;
            case MigrationEvent.CachesCleared e -> course;
            case MigrationEvent.CompletionBegan e -> course;
            case MigrationEvent.StepFailed e -> course;
            case MigrationEvent.DeadlinePassed e -> course;
            case MigrationEvent.MappingsReplaced e -> course;
            case MigrationEvent.RowsLoggedAnew e -> course;
            case MigrationEvent.DefinitionsChanged e -> course;
            case MigrationEvent.DefinitionsAccepted e -> course;
            case MigrationEvent.FailbackCompared e -> course;
        };
    }

    private static Course ended(Course course, MigrationEvent.FailbackEnded event) {
        Course without = course.failing(Optional.empty());
        return event.end() == FailbackEnd.RESUMED ? rollout(without, r -> r.resumed(event.at())) : without;
    }

    private static Course rollout(Course course, UnaryOperator<RolloutProgress> change) {
        return course.with(course.rollout().map(change));
    }

    private static Course failback(Course course, Failback.Stage stage) {
        return course.failing(course.failback().map(f -> f.at(stage)));
    }
}

package dev.theseus.domain.process;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.Facts.Bookkeeping;
import dev.theseus.domain.migration.Gates;
import dev.theseus.domain.migration.MappingReplacement;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.process.BackfillState.Aim;
import dev.theseus.domain.process.BackfillState.Left;
import dev.theseus.domain.process.BackfillState.Pace;
import dev.theseus.domain.process.BackfillState.Run;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * From a plan to a verified new database: what is to be done next after each event. Pure; the saga that keeps its state
 * and passes its orders on is thin. Compensation is {@link Work.TakeBack}.
 */
public final class BackfillProcess {

    /** As the saga keeps it. */
    public static final MigrationProcess<BackfillState> PROCESS = new Form();

    private BackfillProcess() {}

    private static final class Form implements MigrationProcess<BackfillState> {

        @Override
        public String name() {
            return "backfill";
        }

        @Override
        public BackfillState initial() {
            return BackfillState.INITIAL;
        }

        @Override
        public BackfillState evolve(BackfillState state, MigrationEvent event) {
            return BackfillProcess.evolve(state, event);
        }

        @Override
        public List<Order> react(BackfillState state, MigrationEvent event) {
            return BackfillProcess.react(state, event)
                    .<List<Order>>map(w -> List.of(new Order.Do(w)))
                    .orElse(List.of());
        }

        @Override
        public Optional<RunId> run(BackfillState state) {
            return state.run().map(Run::id);
        }
    }

    /** What the process knows after an event. */
    public static BackfillState evolve(BackfillState state, MigrationEvent event) {
        return switch (event) {
            case MigrationEvent.MigrationPlanned e ->
                BackfillState.planned(new Aim(
                                e.plan().tables().stream().map(TablePlan::old).toList(),
                                e.plan().settings().gates()))
                        .with(state.run())
                        .at(state.pace());
            case MigrationEvent.RunBegan e -> state.with(Optional.of(new Run(e.run(), e.until())));
            case MigrationEvent.RunEnded e ->
                // a run that was thought dead may end after the next one began
                state.with(state.run().filter(r -> !r.id().equals(e.run())));
            case MigrationEvent.PhaseEntered e -> state.in(e.to());
            case MigrationEvent.DatabasesPrepared e ->
                state.leaving(l -> new Left(Bookkeeping.PREPARED, l.uncaptured(), l.uncopied(), l.unindexed()));
            case MigrationEvent.CaptureInstalled e ->
                state.leaving(l ->
                        new Left(l.bookkeeping(), without(l.uncaptured(), e.table()), l.uncopied(), l.unindexed()));
            case MigrationEvent.TableWasCopied e ->
                state.leaving(l -> new Left(
                        l.bookkeeping(),
                        l.uncaptured(),
                        without(l.uncopied(), e.copied().table()),
                        l.unindexed()));
            case MigrationEvent.IndexesBuilt e ->
                state.leaving(l ->
                        new Left(l.bookkeeping(), l.uncaptured(), l.uncopied(), without(l.unindexed(), e.table())));
            case MigrationEvent.MigrationPaused e -> state.at(Pace.HELD);
            case MigrationEvent.MigrationResumed e -> state.at(Pace.WORKING);
            case MigrationEvent.RollbackBegan e ->
                state.in(Phase.ROLLING_BACK).at(Pace.WORKING).takingBack(e.rows());
            case MigrationEvent.RolledBack e -> state.rolledBack();
            case MigrationEvent.SettingsChanged e -> state.under(e.after().gates());
            case MigrationEvent.VerificationWithdrawn e -> state.in(Phase.DUAL_WRITING);
            case MigrationEvent.CaughtUp e -> state;
            case MigrationEvent.VerificationCompleted e -> state;
            case MigrationEvent.CheckpointTaken e -> state;
            case MigrationEvent.AdvanceRefused e -> state;
            case MigrationEvent.WorkFailed e -> state;
            case MigrationEvent.IncidentNoted e -> state;
            case MigrationEvent.RolloutChanged e -> state;
            case MigrationEvent.ReadsFailedBack e -> state;
            case MigrationEvent.ReadsResumed e -> state;
            case MigrationEvent.MismatchFound e -> state;
            case MigrationEvent.CutoverBegan e -> state;
            case MigrationEvent.FenceInstalled e -> state;
            case MigrationEvent.WayBackRehearsed e -> state;
            case MigrationEvent.RehearsalFailed e -> state;
            case MigrationEvent.ApprovalAsked e -> state;
            case MigrationEvent.Approved e -> state;
            case MigrationEvent.HandoverCleared e -> state;
            case MigrationEvent.AuthorityMoved e -> state;
            case MigrationEvent.HandoverGivenUp e -> state;
            case MigrationEvent.AbortAsked e -> state;
            case MigrationEvent.AuthoritySettled e -> state;
            case MigrationEvent.TransferAborted e -> state;
            case MigrationEvent.CutoverCompleted e -> state;
            case MigrationEvent.RestoreBegan e -> state;
            case MigrationEvent.RestoreForeseen e -> state;
            case MigrationEvent.OldHealthChecked e -> state;
            case MigrationEvent.CachesCleared e -> state;
            case MigrationEvent.CheckpointRestored e -> state;
            case MigrationEvent.CompletionBegan e -> state;
            case MigrationEvent.CourseEvent e -> state;
            case MigrationEvent.StepFailed e -> state;
            case MigrationEvent.DeadlinePassed e -> state;
            case MigrationEvent.MappingsReplaced e -> state;
            case MigrationEvent.RowsLoggedAnew e -> state;
            case MigrationEvent.DefinitionsChanged e -> state;
            case MigrationEvent.DefinitionsAccepted e -> state;
        };
    }

    /**
     * What is to be done after an event.
     *
     * @param state after the event, that is what {@link #evolve} made of it
     */
    public static Optional<Work> react(BackfillState state, MigrationEvent event) {
        if (state.run().isEmpty()) {
            return Optional.empty();
        }
        Run run = state.run().get();
        if (state.pace() == Pace.HELD) {
            return held(run, event);
        }
        return switch (event) {
            case MigrationEvent.RunBegan e -> Optional.of(resume(state, run));
            case MigrationEvent.MigrationResumed e -> Optional.of(resume(state, run));
            case MigrationEvent.RollbackBegan e -> Optional.of(new Work.TakeBack(e.rows()));
            case MigrationEvent.RolledBack e -> finish(run, outcomeOfRollback(run), Optional.empty());
            case MigrationEvent.DatabasesPrepared e -> Optional.of(new Work.Enter(Phase.PREPARED));
            case MigrationEvent.CaptureInstalled e ->
                when(state.left().uncaptured().isEmpty(), Phase.CAPTURING);
            case MigrationEvent.TableWasCopied e -> when(state.left().isCopied(), Phase.CATCHING_UP);
            case MigrationEvent.IndexesBuilt e -> when(state.left().isCopied(), Phase.CATCHING_UP);
            case MigrationEvent.CaughtUp e -> Optional.of(new Work.Enter(Phase.DUAL_WRITING));
            case MigrationEvent.PhaseEntered e -> Optional.of(entered(state, run, e.to()));
            case MigrationEvent.VerificationCompleted e ->
                compares(state) && !isAnswered(state, e) ? Optional.of(compared(state, run, e)) : Optional.empty();
            case MigrationEvent.RollbackWithheld e ->
                e.cause() == RestoreCause.DIVERGENCE && state.phase() == Phase.RAMPING
                        ? finish(run, RunOutcome.FAILED, Optional.of(e.detail()))
                        : Optional.empty();
            case MigrationEvent.CourseEvent e -> Optional.empty();
            case MigrationEvent.CheckpointRestored e ->
                e.cause() == RestoreCause.DIVERGENCE
                        ? finish(
                                run,
                                RunOutcome.FAILED,
                                Optional.of("rows differ, so checkpoint " + e.checkpoint() + " was restored"))
                        : Optional.empty();
            case MigrationEvent.WorkFailed e ->
                finish(run, RunOutcome.FAILED, Optional.of(e.work() + ": " + e.reason()));
            case MigrationEvent.MigrationPlanned e -> Optional.empty();
            case MigrationEvent.SettingsChanged e -> Optional.empty();
            case MigrationEvent.RunEnded e -> Optional.empty();
            // the comparison that it follows from was reacted to
            case MigrationEvent.VerificationWithdrawn e -> Optional.empty();
            case MigrationEvent.CheckpointTaken e -> Optional.empty();
            case MigrationEvent.AdvanceRefused e -> Optional.empty();
            case MigrationEvent.IncidentNoted e -> Optional.empty();
            case MigrationEvent.MigrationPaused e -> Optional.empty();
            case MigrationEvent.RolloutChanged e -> Optional.empty();
            case MigrationEvent.ReadsFailedBack e -> Optional.empty();
            case MigrationEvent.ReadsResumed e -> Optional.empty();
            case MigrationEvent.MismatchFound e -> Optional.empty();
            // these are the transfers' process's
            case MigrationEvent.CutoverBegan e -> Optional.empty();
            case MigrationEvent.FenceInstalled e -> Optional.empty();
            case MigrationEvent.WayBackRehearsed e -> Optional.empty();
            case MigrationEvent.RehearsalFailed e -> Optional.empty();
            case MigrationEvent.ApprovalAsked e -> Optional.empty();
            case MigrationEvent.Approved e -> Optional.empty();
            case MigrationEvent.HandoverCleared e -> Optional.empty();
            case MigrationEvent.AuthorityMoved e -> Optional.empty();
            case MigrationEvent.HandoverGivenUp e -> Optional.empty();
            case MigrationEvent.AbortAsked e -> Optional.empty();
            case MigrationEvent.AuthoritySettled e -> Optional.empty();
            case MigrationEvent.TransferAborted e -> Optional.empty();
            case MigrationEvent.CutoverCompleted e -> Optional.empty();
            case MigrationEvent.RestoreBegan e -> Optional.empty();
            case MigrationEvent.RestoreForeseen e -> Optional.empty();
            case MigrationEvent.OldHealthChecked e -> Optional.empty();
            case MigrationEvent.CachesCleared e -> Optional.empty();
            case MigrationEvent.CompletionBegan e -> Optional.empty();
            case MigrationEvent.StepFailed e -> Optional.empty();
            case MigrationEvent.DeadlinePassed e -> Optional.empty();
            case MigrationEvent.MappingsReplaced e -> replaced(run, e);
            case MigrationEvent.RowsLoggedAnew e -> Optional.empty();
            // what follows is a pause, and its end
            case MigrationEvent.DefinitionsChanged e -> Optional.empty();
            case MigrationEvent.DefinitionsAccepted e -> Optional.empty();
        };
    }

    private static Optional<Work> held(Run run, MigrationEvent event) {
        if (event instanceof MigrationEvent.MappingsReplaced replaced) {
            return replaced(run, replaced);
        }
        return event instanceof MigrationEvent.MigrationPaused ? Optional.of(new Work.Hold()) : Optional.empty();
    }

    /** A run works by the mappings that it began with. */
    private static Optional<Work> replaced(Run run, MigrationEvent.MappingsReplaced event) {
        return finish(
                run,
                RunOutcome.STOPPED,
                Optional.of(event.replacements().stream()
                                .map(MappingReplacement::toString)
                                .collect(Collectors.joining(" and "))
                        + " is in force; run the migration again to bring the rows over by it"));
    }

    /** A run that was to reach another phase has not reached it because somebody took everything back. */
    private static RunOutcome outcomeOfRollback(Run run) {
        return run.until().filter(p -> p != Phase.ROLLED_BACK).isPresent() ? RunOutcome.STOPPED : RunOutcome.REACHED;
    }

    private static Optional<Work> when(boolean complete, Phase next) {
        return complete ? Optional.of(new Work.Enter(next)) : Optional.empty();
    }

    private static boolean hasReachedItsEnd(BackfillState state, Run run) {
        return run.until().filter(p -> PhaseTable.hasReached(state.phase(), p)).isPresent();
    }

    /** A run that begins, or goes on: the work of the phase, whatever of it is done already. */
    private static Work resume(BackfillState state, Run run) {
        // where the new database does not follow yet, there is nothing to catch up with
        if (state.phase() == Phase.COMPLETED || (hasReachedItsEnd(state, run) && !compares(state))) {
            return new Work.Finish(run.id(), RunOutcome.REACHED, Optional.empty());
        }
        return workOf(state);
    }

    private static Work workOf(BackfillState state) {
        Left left = state.left();
        return switch (state.phase()) {
            case PLANNED, ROLLED_BACK ->
                left.bookkeeping() == Bookkeeping.PREPARED ? new Work.Enter(Phase.PREPARED) : new Work.Prepare();
            case PREPARED -> left.uncaptured().isEmpty() ? new Work.Enter(Phase.CAPTURING) : new Work.InstallCapture();
            case CAPTURING -> new Work.Enter(Phase.BACKFILLING);
            case BACKFILLING -> left.isCopied() ? new Work.Enter(Phase.CATCHING_UP) : new Work.CopyTables();
            case CATCHING_UP -> new Work.CatchUp();
            case DUAL_WRITING, VERIFIED, SHADOWING, RAMPING, CUT_OVER -> new Work.Verify();
            case COMPLETED -> throw new IllegalStateException("A completed migration leaves no work");
            case ROLLING_BACK -> new Work.TakeBack(state.takeBack().orElseThrow());
        };
    }

    private static Work entered(BackfillState state, Run run, Phase phase) {
        if (phase == Phase.COMPLETED || hasReachedItsEnd(state, run)) {
            return new Work.Finish(run.id(), RunOutcome.REACHED, Optional.empty());
        }
        return PhaseTable.hasReached(phase, Phase.VERIFIED) ? new Work.Follow() : workOf(state);
    }

    /**
     * Somebody may compare at any time; only where comparing is the work of the phase does something follow from it.
     */
    private static boolean compares(BackfillState state) {
        return PhaseTable.hasReached(state.phase(), Phase.DUAL_WRITING);
    }

    /**
     * Where rows differ that are read from new, it is decided in the same breath whether the migration goes back by
     * itself, which needs the run: it ends after that.
     */
    private static boolean isAnswered(BackfillState state, MigrationEvent.VerificationCompleted event) {
        return state.phase() == Phase.RAMPING
                && Gates.divergences(event.summary(), state.aim().gates()).isPresent();
    }

    private static Work compared(BackfillState state, Run run, MigrationEvent.VerificationCompleted event) {
        if (state.phase() == Phase.CUT_OVER && run.until().isEmpty()) {
            // whatever was found: without the run nothing would keep old true, and the way back would close
            return new Work.Follow();
        }
        if (event.summary().verdict() == Verdict.UNSETTLED && follows(state, run)) {
            // it proves nothing; the next comparison may, and new must be kept true meanwhile
            return new Work.Follow();
        }
        List<String> shortcomings = Gates.shortcomings(
                event.summary(), state.aim().gates(), state.aim().tables().size());
        if (!shortcomings.isEmpty()) {
            return new Work.Finish(run.id(), RunOutcome.FAILED, Optional.of(String.join("; ", shortcomings)));
        }
        if (hasReachedItsEnd(state, run)) {
            return new Work.Finish(run.id(), RunOutcome.REACHED, Optional.empty());
        }
        return PhaseTable.hasReached(state.phase(), Phase.VERIFIED)
                ? new Work.Follow()
                : new Work.Enter(Phase.VERIFIED);
    }

    private static boolean follows(BackfillState state, Run run) {
        return run.until().isEmpty() && PhaseTable.hasReached(state.phase(), Phase.VERIFIED);
    }

    private static Optional<Work> finish(Run run, RunOutcome outcome, Optional<String> reason) {
        return Optional.of(new Work.Finish(run.id(), outcome, reason));
    }

    private static Set<TableName> without(Set<TableName> set, TableName table) {
        Set<TableName> fewer = new HashSet<>(set);
        fewer.remove(table);
        return fewer;
    }
}

package dev.theseus.domain.process;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.Facts.Bookkeeping;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.process.BackfillState.Left;
import dev.theseus.domain.process.BackfillState.Pace;
import dev.theseus.domain.process.BackfillState.Run;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * From a plan to a verified new database: what is to be done next after each event. Pure; the saga that keeps its state
 * and passes its orders on is thin. Compensation is {@link Work.TakeBack}.
 */
public final class BackfillProcess {

    private BackfillProcess() {}

    /** What the process knows after an event. */
    public static BackfillState evolve(BackfillState state, MigrationEvent event) {
        return switch (event) {
            case MigrationEvent.MigrationPlanned e ->
                BackfillState.planned(
                                e.plan().tables().stream().map(TablePlan::old).toList())
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
            case MigrationEvent.SettingsChanged e -> state;
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
        if (state.pace() == Pace.HELD) {
            return event instanceof MigrationEvent.MigrationPaused ? Optional.of(new Work.Hold()) : Optional.empty();
        }
        Run run = state.run().get();
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
                compares(state) ? Optional.of(compared(state, run, e)) : Optional.empty();
            case MigrationEvent.WorkFailed e ->
                finish(run, RunOutcome.FAILED, Optional.of(e.work() + ": " + e.reason()));
            case MigrationEvent.MigrationPlanned e -> Optional.empty();
            case MigrationEvent.SettingsChanged e -> Optional.empty();
            case MigrationEvent.RunEnded e -> Optional.empty();
            case MigrationEvent.CheckpointTaken e -> Optional.empty();
            case MigrationEvent.AdvanceRefused e -> Optional.empty();
            case MigrationEvent.IncidentNoted e -> Optional.empty();
            case MigrationEvent.MigrationPaused e -> Optional.empty();
            case MigrationEvent.RolloutChanged e -> Optional.empty();
            case MigrationEvent.ReadsFailedBack e -> Optional.empty();
            case MigrationEvent.ReadsResumed e -> Optional.empty();
            case MigrationEvent.MismatchFound e -> Optional.empty();
        };
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
        if (hasReachedItsEnd(state, run) && !compares(state)) {
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
            case DUAL_WRITING, VERIFIED, SHADOWING, RAMPING -> new Work.Verify();
            case ROLLING_BACK -> new Work.TakeBack(state.takeBack().orElseThrow());
        };
    }

    private static Work entered(BackfillState state, Run run, Phase phase) {
        if (hasReachedItsEnd(state, run)) {
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

    private static Work compared(BackfillState state, Run run, MigrationEvent.VerificationCompleted event) {
        if (event.summary().verdict() == Verdict.UNSETTLED && follows(state, run)) {
            // it proves nothing; the next comparison may, and new must be kept true meanwhile
            return new Work.Follow();
        }
        if (event.summary().verdict() != Verdict.EQUAL) {
            return new Work.Finish(
                    run.id(),
                    RunOutcome.FAILED,
                    Optional.of(reason(event.summary().verdict())));
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

    private static String reason(Verdict verdict) {
        return switch (verdict) {
            case NOTHING_COMPARED -> "nothing was compared";
            case UNSETTLED -> "some rows changed too often to be compared";
            case DIVERGENT, EQUAL -> "the databases differ";
        };
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

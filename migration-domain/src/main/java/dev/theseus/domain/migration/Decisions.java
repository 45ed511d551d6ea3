package dev.theseus.domain.migration;

import dev.theseus.domain.checkpoint.Checkpoint;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.gate.GateResult;
import dev.theseus.domain.migration.MigrationState.Completed;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.RolledBack;
import dev.theseus.domain.migration.MigrationState.RollingBack;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.MigrationState.Unplanned;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.phase.Trigger;
import dev.theseus.domain.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What each command leads to. */
final class Decisions {

    private Decisions() {}

    static List<MigrationEvent> of(MigrationState state, MigrationCommand command) {
        return switch (command) {
            case MigrationCommand.PlanMigration c -> plan(state, c);
            case MigrationCommand.ChangeSettings c -> changeSettings(state, c);
            case MigrationCommand.BeginRun c -> {
                requirePlan(state, c);
                yield List.of(new MigrationEvent.RunBegan(c.migration(), c.at(), c.run(), c.until()));
            }
            case MigrationCommand.EndRun c -> {
                requirePlan(state, c);
                yield List.of(new MigrationEvent.RunEnded(c.migration(), c.at(), c.run(), c.outcome()));
            }
            case MigrationCommand.Advance c -> advance(underway(state, c, "advance"), c);
            case MigrationCommand.TakeCheckpoint c -> takeCheckpoint(state, c);
            case MigrationCommand.Pause c -> pause(state, c);
            case MigrationCommand.Resume c ->
                state instanceof Paused
                        ? List.of(new MigrationEvent.MigrationResumed(c.migration(), c.at()))
                        : resumed(state, c);
            case MigrationCommand.RollBack c -> rollBack(state, c);
            case MigrationCommand.ReportRolledBack c -> reportRolledBack(state, c);
            case MigrationCommand.ReportPrepared c ->
                report(
                        state,
                        c,
                        Phase.PLANNED,
                        f -> f.bookkeeping() == Facts.Bookkeeping.PREPARED,
                        new MigrationEvent.DatabasesPrepared(c.migration(), c.at()));
            case MigrationCommand.ReportCaptured c ->
                reportTable(
                        state,
                        c,
                        c.table(),
                        Phase.PREPARED,
                        f -> f.captured().contains(c.table()),
                        new MigrationEvent.CaptureInstalled(c.migration(), c.at(), c.table()));
            case MigrationCommand.ReportCopied c ->
                reportTable(
                        state,
                        c,
                        c.copied().table(),
                        Phase.BACKFILLING,
                        f -> f.copied().containsKey(c.copied().table()),
                        new MigrationEvent.TableWasCopied(c.migration(), c.at(), c.copied()));
            case MigrationCommand.ReportIndexesBuilt c ->
                reportTable(
                        state,
                        c,
                        c.table(),
                        Phase.BACKFILLING,
                        f -> f.indexed().contains(c.table()),
                        new MigrationEvent.IndexesBuilt(c.migration(), c.at(), c.table()));
            case MigrationCommand.ReportCaughtUp c ->
                report(
                        state,
                        c,
                        Phase.CATCHING_UP,
                        f -> false,
                        new MigrationEvent.CaughtUp(c.migration(), c.at(), c.backlog()));
            case MigrationCommand.ReportVerification c -> compared(state, c);
            case MigrationCommand.ChangeRollout c -> RolloutDecisions.change(state, c);
            case MigrationCommand.NoteNodeWord c -> RolloutDecisions.hear(state, c);
            case MigrationCommand.ReportFailure c -> {
                requirePlan(state, c);
                yield List.of(new MigrationEvent.WorkFailed(c.migration(), c.at(), c.work(), c.reason()));
            }
            case MigrationCommand.ReportIncident c -> {
                requirePlan(state, c);
                yield List.of(new MigrationEvent.IncidentNoted(c.migration(), c.at(), c.incident()));
            }
            case MigrationCommand.BeginCutover c -> TransferDecisions.begin(underway(state, c, "cut over"), c);
            case MigrationCommand.BeginCompletion c -> complete(state, c);
            case MigrationCommand.RestoreCheckpoint c -> RestoreDecisions.begin(state, c);
            case MigrationCommand.Abort c -> going(state, c, u -> TransferDecisions.abort(u, c));
            case MigrationCommand.AskApproval c -> going(state, c, u -> TransferDecisions.askApproval(u, c));
            case MigrationCommand.Approve c -> going(state, c, u -> TransferDecisions.approve(u, c));
            case MigrationCommand.ReportFenced c -> going(state, c, u -> TransferDecisions.fenced(u, c));
            case MigrationCommand.ReportRehearsal c -> going(state, c, u -> TransferDecisions.rehearsed(u, c));
            case MigrationCommand.RequestHandover c -> going(state, c, u -> TransferDecisions.request(u, c));
            case MigrationCommand.ReportHandover c -> going(state, c, u -> TransferDecisions.outcome(u, c));
            case MigrationCommand.ReportAuthority c -> going(state, c, u -> TransferDecisions.settled(u, c));
            case MigrationCommand.ReportOldHealth c -> going(state, c, u -> RestoreDecisions.health(u, c));
            case MigrationCommand.ReportCachesCleared c -> going(state, c, u -> RestoreDecisions.cachesCleared(u, c));
            case MigrationCommand.ReportTakenOff c -> going(state, c, u -> TransferDecisions.takenOff(u, c));
            case MigrationCommand.BeginRollout c -> StepDecisions.begin(underway(state, c, "begin a rollout"), c);
            case MigrationCommand.StopRollout c -> going(state, c, u -> StepDecisions.stop(u, c));
            case MigrationCommand.RaiseRollout c -> working(state, c, u -> StepDecisions.raise(u, c));
            case MigrationCommand.ReportTraffic c -> working(state, c, u -> StepDecisions.measured(u, c));
            case MigrationCommand.ReportReadsRecovered c -> going(state, c, u -> FailbackDecisions.recovered(u, c));
            case MigrationCommand.ReportFailbackCompared c -> working(state, c, u -> FailbackDecisions.compared(u, c));
            case MigrationCommand.ReportTrouble c -> working(state, c, u -> TroubleDecisions.reported(u, c));
            case MigrationCommand.ReportStepFailed c -> {
                requirePlan(state, c);
                yield List.of(new MigrationEvent.StepFailed(c.migration(), c.at(), c.process(), c.work(), c.reason()));
            }
            case MigrationCommand.NoteDeadline c -> {
                requirePlan(state, c);
                yield List.of(new MigrationEvent.DeadlinePassed(c.migration(), c.at(), c.process(), c.deadline()));
            }
        };
    }

    private static List<MigrationEvent> plan(MigrationState state, MigrationCommand.PlanMigration c) {
        MigrationEvent planned = new MigrationEvent.MigrationPlanned(c.migration(), c.at(), c.plan());
        return switch (state) {
            case Unplanned u -> List.of(planned);
            case RolledBack r -> List.of(planned);
            case Underway u -> replan(u, c, planned);
            case Paused p -> replan(p.held(), c, planned);
            case RollingBack r -> {
                // a rollback that was cut off goes on by the plan that it has
                if (!r.plan().with(c.plan().settings()).equals(c.plan())) {
                    throw illegal(
                            c,
                            "is being rolled back; let that finish with the tables as they were, then run the new plan");
                }
                yield List.of();
            }
            case Completed d -> {
                if (!d.plan().with(c.plan().settings()).equals(c.plan())) {
                    throw illegal(c, "is completed; give the migration of another plan another name");
                }
                yield List.of();
            }
        };
    }

    private static List<MigrationEvent> complete(MigrationState state, MigrationCommand.BeginCompletion c) {
        return state instanceof Completed
                ? List.of()
                : TransferDecisions.complete(underway(state, c, "complete it"), c);
    }

    /** Reports and answers are taken wherever they may still mean something. */
    private static List<MigrationEvent> going(
            MigrationState state, MigrationCommand c, Function<Underway, List<MigrationEvent>> decide) {
        return switch (state) {
            case Underway u -> decide.apply(u);
            case Paused p -> decide.apply(p.held());
            case RollingBack r -> List.of();
            case RolledBack r -> List.of();
            case Completed d -> List.of();
            case Unplanned u -> throw unknown(c);
        };
    }

    /** What follows by itself does not while somebody has paused it. */
    private static List<MigrationEvent> working(
            MigrationState state, MigrationCommand c, Function<Underway, List<MigrationEvent>> decide) {
        return state instanceof Paused ? List.of() : going(state, c, decide);
    }

    private static List<MigrationEvent> replan(
            Underway state, MigrationCommand.PlanMigration c, MigrationEvent planned) {
        if (state.plan().equals(c.plan())) {
            return List.of();
        }
        if (state.phase() == Phase.PLANNED && state.facts().equals(Facts.NONE)) {
            return List.of(planned);
        }
        if (state.plan().with(c.plan().settings()).equals(c.plan())) {
            return List.of(new MigrationEvent.SettingsChanged(
                    c.migration(), c.at(), state.plan().settings(), c.plan().settings()));
        }
        throw illegal(
                c,
                "is under way with other tables or databases; put these back as they were in the plan, or roll the migration"
                        + " back first");
    }

    private static List<MigrationEvent> changeSettings(MigrationState state, MigrationCommand.ChangeSettings c) {
        Plan plan = requirePlan(state, c);
        return plan.settings().equals(c.settings())
                ? List.of()
                : List.of(new MigrationEvent.SettingsChanged(c.migration(), c.at(), plan.settings(), c.settings()));
    }

    private static List<MigrationEvent> advance(Underway state, MigrationCommand.Advance c) {
        if (PhaseTable.hasReached(state.phase(), c.to())) {
            return List.of();
        }
        TransferDecisions.requireNoTransfer(state, c);
        if (PhaseTable.find(state.phase(), Trigger.ADVANCE, c.to()).isEmpty()) {
            throw illegal(
                    c,
                    "is in phase " + state.phase() + ", from which " + c.to() + " can't be entered"
                            + PhaseTable.next(state.phase())
                                    .map(p -> "; the next phase is " + p)
                                    .orElse(""));
        }
        return switch (Gates.check(c.to(), state, c.evidence(), c.at())) {
            case GateResult.Closed closed ->
                List.of(new MigrationEvent.AdvanceRefused(c.migration(), c.at(), c.to(), closed.missing()));
            case GateResult.Open open -> {
                Checkpoint checkpoint = Checkpoints.of(state, Checkpoints.before(c.to(), state), c.at(), c.evidence());
                yield and(
                        List.of(
                                new MigrationEvent.CheckpointTaken(c.migration(), c.at(), checkpoint),
                                new MigrationEvent.PhaseEntered(c.migration(), c.at(), state.phase(), c.to())),
                        RolloutDecisions.afterEntering(c.to(), state, c));
            }
        };
    }

    private static List<MigrationEvent> and(List<MigrationEvent> first, List<MigrationEvent> more) {
        return Stream.concat(first.stream(), more.stream()).toList();
    }

    private static List<MigrationEvent> takeCheckpoint(MigrationState state, MigrationCommand.TakeCheckpoint c) {
        Underway underway = underway(state, c, "take a checkpoint");
        if (underway.checkpoints().stream().anyMatch(k -> k.name().equals(c.name()))) {
            throw illegal(c, "has a checkpoint named \"" + c.name() + "\" already; choose another name");
        }
        return List.of(new MigrationEvent.CheckpointTaken(
                c.migration(), c.at(), Checkpoints.of(underway, c.name(), c.at(), c.evidence())));
    }

    private static List<MigrationEvent> pause(MigrationState state, MigrationCommand.Pause c) {
        return switch (state) {
            case Underway u -> {
                TransferDecisions.requireNoTransfer(u, c);
                yield List.of(new MigrationEvent.MigrationPaused(c.migration(), c.at()));
            }
            case Paused p -> List.of();
            case Unplanned u -> throw unknown(c);
            case RollingBack r -> throw illegal(c, "is being rolled back and can't be paused");
            case RolledBack r -> throw illegal(c, "is rolled back; there is nothing to pause");
            case Completed d -> throw illegal(c, "is completed; there is nothing to pause");
        };
    }

    private static List<MigrationEvent> resumed(MigrationState state, MigrationCommand c) {
        requirePlan(state, c);
        return List.of();
    }

    private static List<MigrationEvent> rollBack(MigrationState state, MigrationCommand.RollBack c) {
        return switch (state) {
            case Underway u -> takeBack(u, c);
            case Paused p -> takeBack(p.held(), c);
            case RollingBack r -> List.of();
            case RolledBack r -> List.of();
            case Completed d -> throw illegal(c, "is completed; nothing of Theseus's is left to take off");
            case Unplanned u -> throw unknown(c);
        };
    }

    /** What new has taken since the cutover would be lost: old has to have authority, for certain. */
    private static List<MigrationEvent> takeBack(Underway u, MigrationCommand.RollBack c) {
        if (u.authority().holder() == Side.NEW) {
            throw illegal(c, "has been cut over; go back with `theseus rollback` first, then take everything off");
        }
        if (u.transfer().filter(TransferDecisions::mayMoveAuthority).isPresent()) {
            throw illegal(c, TransferDecisions.inProgress(u.transfer().get()));
        }
        return List.of(new MigrationEvent.RollbackBegan(c.migration(), c.at(), u.phase(), c.rows()));
    }

    private static List<MigrationEvent> reportRolledBack(MigrationState state, MigrationCommand.ReportRolledBack c) {
        return switch (state) {
            case RollingBack r -> List.of(new MigrationEvent.RolledBack(c.migration(), c.at()));
            case RolledBack r -> List.of();
            case Unplanned u -> throw unknown(c);
            case Underway u -> throw illegal(c, "is not being rolled back");
            case Paused p -> throw illegal(c, "is not being rolled back");
            case Completed d -> throw illegal(c, "is not being rolled back");
        };
    }

    private static List<MigrationEvent> reportTable(
            MigrationState state,
            MigrationCommand c,
            TableName table,
            Phase from,
            Predicate<Facts> known,
            MigrationEvent event) {
        if (requirePlan(state, c).tables(table).isEmpty()) {
            throw illegal(c, "does not plan table " + table);
        }
        return report(state, c, from, known, event);
    }

    /**
     * A comparison that finds what must not be takes VERIFIED back, and the reads that go to new; one that settles
     * nothing disproves nothing.
     */
    private static List<MigrationEvent> compared(MigrationState state, MigrationCommand.ReportVerification c) {
        MigrationEvent completed = new MigrationEvent.VerificationCompleted(c.migration(), c.at(), c.summary());
        List<MigrationEvent> reported = report(state, c, Phase.CATCHING_UP, f -> false, completed);
        if (state instanceof Underway u && u.phase() == Phase.CUT_OVER) {
            return and(and(reported, TransferDecisions.compared(u, c)), TroubleDecisions.oldDiffers(u, c));
        }
        Optional<String> differs =
                Gates.divergences(c.summary(), requirePlan(state, c).settings().gates());
        if (differs.isEmpty()) {
            return reported;
        }
        if (Migration.phase(state).equals(Optional.of(Phase.VERIFIED))) {
            return and(
                    reported,
                    List.of(new MigrationEvent.VerificationWithdrawn(c.migration(), c.at(), differs.orElseThrow())));
        }
        List<MigrationEvent> withdrawn = and(reported, RolloutDecisions.withRowsThatDiffer(state, c));
        return state instanceof Underway u
                ? and(withdrawn, TroubleDecisions.newDiffers(u, withdrawn, c, differs.get()))
                : withdrawn;
    }

    /**
     * A report is a fact: it is taken while paused too, and ignored once everything is being taken back. It must belong
     * to the phase: what a worker of an earlier life reports late would open gates for what was removed since.
     */
    private static List<MigrationEvent> report(
            MigrationState state, MigrationCommand c, Phase from, Predicate<Facts> known, MigrationEvent event) {
        return switch (state) {
            case Underway u -> report(u, c, from, known, event);
            case Paused p -> report(p.held(), c, from, known, event);
            case RolledBack r -> from == Phase.PLANNED && !known.test(r.facts()) ? List.of(event) : List.of();
            case RollingBack r -> List.of();
            case Completed d -> List.of();
            case Unplanned u -> throw unknown(c);
        };
    }

    private static List<MigrationEvent> report(
            Underway state, MigrationCommand c, Phase from, Predicate<Facts> known, MigrationEvent event) {
        if (!PhaseTable.hasReached(state.phase(), from)) {
            throw illegal(c, "is in phase " + state.phase() + "; this can be reported from " + from + " on only");
        }
        return known.test(state.facts()) ? List.of() : List.of(event);
    }

    private static Underway underway(MigrationState state, MigrationCommand c, String what) {
        return switch (state) {
            case Underway u -> u;
            case RolledBack r -> new Underway(r.plan(), Phase.ROLLED_BACK, r.facts(), Conduct.NONE, r.checkpoints());
            case Paused p -> throw illegal(c, "is paused; resume it to " + what);
            case RollingBack r -> throw illegal(c, "is being rolled back and can't " + what);
            case Completed d -> throw illegal(c, "is completed and can't " + what);
            case Unplanned u -> throw unknown(c);
        };
    }

    private static Plan requirePlan(MigrationState state, MigrationCommand c) {
        return switch (state) {
            case Underway u -> u.plan();
            case Paused p -> p.held().plan();
            case RollingBack r -> r.plan();
            case RolledBack r -> r.plan();
            case Completed d -> d.plan();
            case Unplanned u -> throw unknown(c);
        };
    }

    static IllegalTransition unknown(MigrationCommand c) {
        return new IllegalTransition("There is no migration \"" + c.migration() + "\" yet. Run its plan first.");
    }

    static IllegalTransition illegal(MigrationCommand c, String why) {
        return new IllegalTransition("Migration \"" + c.migration() + "\" " + why + ".");
    }
}

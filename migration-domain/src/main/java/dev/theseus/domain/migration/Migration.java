package dev.theseus.domain.migration;

import dev.theseus.domain.checkpoint.Checkpoint;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.definition.DefinitionRules;
import dev.theseus.domain.migration.MigrationState.Completed;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.RolledBack;
import dev.theseus.domain.migration.MigrationState.RollingBack;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.MigrationState.Unplanned;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.routing.NodeReports.Reads;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The aggregate as two pure functions. {@link #decide} says what a command leads to, {@link #evolve} what an event
 * makes of the state; the latter never refuses: what happened, happened.
 */
public final class Migration {

    public static final MigrationState INITIAL = new Unplanned();

    private Migration() {}

    /**
     * What a command leads to in a state.
     *
     * @return the events, none if the command's effect is there already
     * @throws IllegalTransition if the command makes no sense in this state
     */
    public static List<MigrationEvent> decide(MigrationState state, MigrationCommand command) {
        return Decisions.of(state, command);
    }

    /** The state after an event. */
    public static MigrationState evolve(MigrationState state, MigrationEvent event) {
        return conduct(evolved(state, event), c -> c.with(Courses.evolve(c.course(), event)));
    }

    private static MigrationState evolved(MigrationState state, MigrationEvent event) {
        return switch (event) {
            // what is alike was compared in part only, perhaps; what differs, differs
            case MigrationEvent.FailbackCompared e ->
                e.summary().verdict() == Verdict.DIVERGENT ? fact(state, f -> f.verified(e.summary())) : state;
            case MigrationEvent.CourseEvent e -> state;
            case MigrationEvent.MigrationPlanned e -> planned(state, e);
            case MigrationEvent.PhaseEntered e -> enter(state, e);
            case MigrationEvent.MigrationPaused e ->
                state instanceof Underway u ? new Paused(definitions(u, OpenDefinitions::holding)) : state;
            case MigrationEvent.MigrationResumed e ->
                state instanceof Paused p ? definitions(p.held(), OpenDefinitions::released) : state;
            case MigrationEvent.MappingsReplaced e -> remapped(state, e.replacements());
            case MigrationEvent.RowsLoggedAnew e -> fact(state, f -> f.loggedAnew(e.table()));
            case MigrationEvent.DefinitionsChanged e ->
                fact(state, f -> f.with(f.definitions().with(DefinitionRules.stopping(e.changes()))));
            // under another definition the rows may have come to differ
            case MigrationEvent.DefinitionsAccepted e ->
                fact(state, f -> f.with(f.definitions().without(e.changes())).unverified());
            case MigrationEvent.RollbackBegan e -> rollBack(state, e.rows());
            case MigrationEvent.RolledBack e ->
                state instanceof RollingBack r ? new RolledBack(r.plan(), Facts.NONE, r.checkpoints()) : state;
            case MigrationEvent.CheckpointTaken e -> taken(state, e.checkpoint());
            case MigrationEvent.SettingsChanged e -> configured(state, e);
            case MigrationEvent.DatabasesPrepared e -> fact(state, f -> f.prepared());
            case MigrationEvent.CaptureInstalled e -> fact(state, f -> f.captured(e.table()));
            case MigrationEvent.TableWasCopied e ->
                fact(state, f -> f.copied(e.copied().table(), e.copied().progress()));
            case MigrationEvent.IndexesBuilt e -> fact(state, f -> f.indexed(e.table()));
            case MigrationEvent.CaughtUp e -> fact(state, f -> f.caughtUp());
            case MigrationEvent.VerificationCompleted e -> fact(state, f -> f.verified(e.summary()));
            case MigrationEvent.VerificationWithdrawn e -> withdrawn(state);
            case MigrationEvent.RolloutChanged e -> traffic(state, t -> t.with(e.after(), e.at()));
            case MigrationEvent.ReadsFailedBack e -> traffic(state, t -> t.hearing(e.node(), e.word(), Reads.FAILING));
            case MigrationEvent.ReadsResumed e -> traffic(state, t -> t.hearing(e.node(), e.word(), Reads.WORKING));
            case MigrationEvent.MismatchFound e -> traffic(state, t -> t.mismatch(e.word()));
            case MigrationEvent.RunBegan e -> state;
            case MigrationEvent.RunEnded e -> state;
            case MigrationEvent.AdvanceRefused e -> state;
            case MigrationEvent.WorkFailed e -> state;
            case MigrationEvent.IncidentNoted e -> state;
            case MigrationEvent.StepFailed e -> state;
            case MigrationEvent.DeadlinePassed e -> state;
            case MigrationEvent.RestoreForeseen e -> state;
            case MigrationEvent.CachesCleared e -> state;
            case MigrationEvent.CutoverBegan e ->
                conduct(state, c -> forgetting(c).with(known(c, e)));
            case MigrationEvent.ApprovalAsked e ->
                conduct(state, c -> c.with(c.approvals().asking(e.what())).with(known(c, e)));
            case MigrationEvent.Approved e ->
                conduct(state, c -> c.with(c.approvals().granting(e.what())).with(known(c, e)));
            case MigrationEvent.TransferAborted e ->
                conduct(state, c -> forgetting(c).with(known(c, e)));
            case MigrationEvent.CutoverCompleted e ->
                conduct(state, c -> forgetting(c).with(known(c, e)));
            case MigrationEvent.RestoreBegan e ->
                conduct(state, c -> forgetting(c).with(known(c, e)));
            case MigrationEvent.FenceInstalled e -> conduct(state, c -> c.with(known(c, e)));
            case MigrationEvent.WayBackRehearsed e -> conduct(state, c -> c.with(known(c, e)));
            case MigrationEvent.RehearsalFailed e -> conduct(state, c -> c.with(known(c, e)));
            case MigrationEvent.HandoverCleared e -> conduct(state, c -> c.with(known(c, e)));
            case MigrationEvent.AuthorityMoved e -> conduct(state, c -> c.with(known(c, e)));
            case MigrationEvent.HandoverGivenUp e -> conduct(state, c -> c.with(known(c, e)));
            case MigrationEvent.AbortAsked e -> conduct(state, c -> c.with(known(c, e)));
            case MigrationEvent.AuthoritySettled e -> conduct(state, c -> c.with(known(c, e)));
            case MigrationEvent.OldHealthChecked e -> conduct(state, c -> c.with(known(c, e)));
            case MigrationEvent.CheckpointRestored e -> conduct(state, c -> c.with(known(c, e)));
            case MigrationEvent.CompletionBegan e -> conduct(state, c -> c.with(known(c, e)));
        };
    }

    private static KnownAuthority known(Conduct conduct, MigrationEvent event) {
        return Authorities.evolve(conduct.authority(), event);
    }

    private static Conduct forgetting(Conduct conduct) {
        return conduct.with(conduct.approvals().forgetting(Transfer.APPROVAL));
    }

    private static MigrationState planned(MigrationState state, MigrationEvent.MigrationPlanned event) {
        Underway fresh = new Underway(event.plan(), Phase.PLANNED, Facts.NONE, Conduct.NONE, checkpoints(state));
        return state instanceof Paused ? new Paused(fresh) : fresh;
    }

    private static MigrationState enter(MigrationState state, MigrationEvent.PhaseEntered event) {
        Phase to = event.to();
        return switch (state) {
            case Underway u ->
                to == Phase.COMPLETED
                        ? new Completed(u.plan(), u.authority().epoch(), u.checkpoints())
                        : u.in(to).with(factsIn(to, u.facts())).with(known(u.conduct(), event));
            case RolledBack r -> new Underway(r.plan(), to, r.facts(), Conduct.NONE, r.checkpoints());
            case Paused p -> new Paused(p.held().in(to));
            case Unplanned u -> state;
            case RollingBack r -> state;
            case Completed d -> state;
        };
    }

    /** What the comparison found stays known, so that the gate can say why it is closed. */
    private static MigrationState withdrawn(MigrationState state) {
        return switch (state) {
            case Underway u -> u.in(Phase.DUAL_WRITING);
            case Paused p -> new Paused(p.held().in(Phase.DUAL_WRITING));
            case RolledBack r -> state;
            case Unplanned u -> state;
            case RollingBack r -> state;
            case Completed d -> state;
        };
    }

    /** What was compared before the new database followed the old one proves nothing about it from then on. */
    private static Facts factsIn(Phase to, Facts facts) {
        return to == Phase.DUAL_WRITING ? facts.unverified() : facts;
    }

    private static MigrationState rollBack(MigrationState state, RowDisposition rows) {
        return switch (state) {
            case Underway u -> new RollingBack(u.plan(), rows, u.authority().epoch(), u.checkpoints());
            case Paused p -> rollBack(p.held(), rows);
            case Unplanned u -> state;
            case RollingBack r -> state;
            case RolledBack r -> state;
            case Completed d -> state;
        };
    }

    private static MigrationState fact(MigrationState state, UnaryOperator<Facts> change) {
        return switch (state) {
            case Underway u -> u.with(change.apply(u.facts()));
            case Paused p -> new Paused(p.held().with(change.apply(p.held().facts())));
            case RolledBack r -> new RolledBack(r.plan(), change.apply(r.facts()), r.checkpoints());
            case Unplanned u -> state;
            case RollingBack r -> state;
            case Completed d -> state;
        };
    }

    private static MigrationState remapped(MigrationState state, List<MappingReplacement> replacements) {
        return switch (state) {
            case Underway u -> remapped(u, replacements);
            case Paused p -> new Paused(remapped(p.held(), replacements));
            case RolledBack r -> state;
            case Unplanned u -> state;
            case RollingBack r -> state;
            case Completed d -> state;
        };
    }

    private static Underway remapped(Underway u, List<MappingReplacement> replacements) {
        Plan plan = u.plan();
        for (MappingReplacement replacement : replacements) {
            plan = plan.with(replacement.table(), replacement.mapping());
        }
        Underway replaced = u.with(plan);
        return MappingDecisions.mayHoldRows(u.phase())
                ? replaced.with(replaced.facts()
                        .withUnapplied(replacements.stream()
                                .map(MappingReplacement::table)
                                .toList()))
                : replaced;
    }

    private static Underway definitions(Underway u, UnaryOperator<OpenDefinitions> change) {
        return u.with(u.facts().with(change.apply(u.facts().definitions())));
    }

    private static MigrationState traffic(MigrationState state, UnaryOperator<Traffic> change) {
        return conduct(state, c -> c.with(change.apply(c.traffic())));
    }

    private static MigrationState conduct(MigrationState state, UnaryOperator<Conduct> change) {
        return switch (state) {
            case Underway u -> u.with(change.apply(u.conduct()));
            case Paused p -> new Paused(p.held().with(change.apply(p.held().conduct())));
            case RolledBack r -> state;
            case Unplanned u -> state;
            case RollingBack r -> state;
            case Completed d -> state;
        };
    }

    private static MigrationState taken(MigrationState state, Checkpoint checkpoint) {
        List<Checkpoint> more = new ArrayList<>(checkpoints(state));
        more.add(checkpoint);
        return switch (state) {
            case Underway u -> u.taken(more);
            case Paused p -> new Paused(p.held().taken(more));
            case RollingBack r -> new RollingBack(r.plan(), r.rows(), r.epoch(), more);
            case RolledBack r -> new RolledBack(r.plan(), r.facts(), more);
            case Completed d -> new Completed(d.plan(), d.epoch(), more);
            case Unplanned u -> state;
        };
    }

    private static MigrationState configured(MigrationState state, MigrationEvent.SettingsChanged event) {
        return switch (state) {
            case Underway u -> u.with(u.plan().with(event.after()));
            case Paused p -> new Paused(p.held().with(p.held().plan().with(event.after())));
            case RollingBack r -> new RollingBack(r.plan().with(event.after()), r.rows(), r.epoch(), r.checkpoints());
            case RolledBack r -> new RolledBack(r.plan().with(event.after()), r.facts(), r.checkpoints());
            case Completed d -> new Completed(d.plan().with(event.after()), d.epoch(), d.checkpoints());
            case Unplanned u -> state;
        };
    }

    /** The checkpoints known so far, oldest first; a new plan after a rollback keeps those of the former one. */
    public static List<Checkpoint> checkpoints(MigrationState state) {
        return switch (state) {
            case Unplanned u -> List.of();
            case Underway u -> u.checkpoints();
            case Paused p -> p.held().checkpoints();
            case RollingBack r -> r.checkpoints();
            case RolledBack r -> r.checkpoints();
            case Completed d -> d.checkpoints();
        };
    }

    /**
     * What every node has to go by. Once it is taken back, and while it is, all reads are the old database's.
     *
     * @param version of the state: the number of events that made it
     */
    public static Rollout rollout(MigrationState state, long version) {
        return switch (state) {
            case Unplanned u -> Rollout.NONE;
            case Underway u -> rollout(u, version);
            case Paused p -> rollout(p.held(), version);
            case RollingBack r -> new Rollout(version, r.epoch(), Phase.ROLLING_BACK, RolloutPolicy.NOBODY);
            case RolledBack r -> new Rollout(version, Epoch.FIRST, Phase.ROLLED_BACK, RolloutPolicy.NOBODY);
            case Completed d -> new Rollout(version, d.epoch(), Phase.COMPLETED, RolloutPolicy.NOBODY);
        };
    }

    private static Rollout rollout(Underway migration, long version) {
        return new Rollout(
                version,
                migration.authority().epoch(),
                migration.phase(),
                migration.traffic().policy());
    }

    /** The plan with the mappings that are in force; empty before a plan. */
    public static Optional<Plan> plan(MigrationState state) {
        return switch (state) {
            case Unplanned u -> Optional.empty();
            case Underway u -> Optional.of(u.plan());
            case Paused p -> Optional.of(p.held().plan());
            case RollingBack r -> Optional.of(r.plan());
            case RolledBack r -> Optional.of(r.plan());
            case Completed d -> Optional.of(d.plan());
        };
    }

    /** The phase that the migration is in; empty before a plan. */
    public static Optional<Phase> phase(MigrationState state) {
        return switch (state) {
            case Unplanned u -> Optional.empty();
            case Underway u -> Optional.of(u.phase());
            case Paused p -> Optional.of(p.held().phase());
            case RollingBack r -> Optional.of(Phase.ROLLING_BACK);
            case RolledBack r -> Optional.of(Phase.ROLLED_BACK);
            case Completed d -> Optional.of(Phase.COMPLETED);
        };
    }
}

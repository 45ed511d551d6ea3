package dev.theseus.domain.process;

import dev.theseus.domain.migration.Courses;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.process.BackfillState.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rollout by steps, and failback. They share one process, and so one hand of the crew: while reads are on old because
 * they failed on new, no step is measured.
 */
public final class TrafficProcess implements MigrationProcess<TrafficState> {

    public static final TrafficProcess PROCESS = new TrafficProcess();

    static final String NAME = "traffic";

    private TrafficProcess() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TrafficState initial() {
        return TrafficState.INITIAL;
    }

    @Override
    public Optional<RunId> run(TrafficState state) {
        return state.run();
    }

    @Override
    public TrafficState evolve(TrafficState state, MigrationEvent event) {
        TrafficState after = state.with(Courses.evolve(state.course(), event));
        if (event instanceof MigrationEvent.RunBegan e) {
            return after.with(Optional.of(e.run()));
        }
        if (event instanceof MigrationEvent.RunEnded e) {
            return after.with(after.run().filter(r -> !r.equals(e.run())));
        }
        if (event instanceof MigrationEvent.MigrationPaused) {
            return after.at(Pace.HELD);
        }
        return event instanceof MigrationEvent.MigrationResumed || event instanceof MigrationEvent.RollbackBegan
                ? after.at(Pace.WORKING)
                : after;
    }

    @Override
    public List<Order> react(TrafficState state, MigrationEvent event) {
        if (state.run().isEmpty()) {
            return List.of();
        }
        if (state.pace() == Pace.HELD) {
            return event instanceof MigrationEvent.MigrationPaused ? drop() : List.of();
        }
        return switch (event) {
            case MigrationEvent.RunBegan e -> resume(state, e);
            case MigrationEvent.MigrationResumed e -> resume(state, e);
            case MigrationEvent.RolloutStepBegan e -> RolloutOrders.outstanding(state.course(), e);
            case MigrationEvent.RolloutStepPassed e -> RolloutOrders.outstanding(state.course(), e);
            case MigrationEvent.RolloutStepUnproven e -> RolloutOrders.outstanding(state.course(), e);
            case MigrationEvent.RolloutStepFailed e -> RolloutOrders.outstanding(state.course(), e);
            case MigrationEvent.Approved e -> RolloutOrders.approved(state.course(), e);
            case MigrationEvent.RolloutEnded e -> RolloutOrders.none();
            case MigrationEvent.FailbackBegan e ->
                both(RolloutOrders.none(), FailbackOrders.outstanding(state.course(), e));
            case MigrationEvent.ReadsFailedBack e -> FailbackOrders.work(state.course());
            case MigrationEvent.FailbackRecovered e -> FailbackOrders.work(state.course());
            case MigrationEvent.FailbackCompared e -> FailbackOrders.compared(state.course(), e);
            case MigrationEvent.FailbackEnded e ->
                both(FailbackOrders.none(), RolloutOrders.outstanding(state.course(), e));
            case MigrationEvent.StepFailed e ->
                e.process().equals(NAME)
                        ? both(RolloutOrders.retry(state.course(), e), FailbackOrders.retry(state.course(), e))
                        : List.of();
            case MigrationEvent.DeadlinePassed e ->
                e.process().equals(NAME)
                        ? both(RolloutOrders.due(state.course(), e), FailbackOrders.due(state.course(), e))
                        : List.of();
            case MigrationEvent.RestoreBegan e -> drop();
            case MigrationEvent.RollbackBegan e -> drop();
            case MigrationEvent.MigrationPlanned e -> List.of();
            case MigrationEvent.SettingsChanged e -> List.of();
            case MigrationEvent.RunEnded e -> List.of();
            case MigrationEvent.DatabasesPrepared e -> List.of();
            case MigrationEvent.CaptureInstalled e -> List.of();
            case MigrationEvent.TableWasCopied e -> List.of();
            case MigrationEvent.IndexesBuilt e -> List.of();
            case MigrationEvent.CaughtUp e -> List.of();
            case MigrationEvent.VerificationCompleted e -> List.of();
            case MigrationEvent.VerificationWithdrawn e -> List.of();
            case MigrationEvent.CheckpointTaken e -> List.of();
            case MigrationEvent.PhaseEntered e -> List.of();
            case MigrationEvent.AdvanceRefused e -> List.of();
            case MigrationEvent.WorkFailed e -> List.of();
            case MigrationEvent.IncidentNoted e -> List.of();
            case MigrationEvent.RolloutChanged e -> List.of();
            case MigrationEvent.ReadsResumed e -> List.of();
            case MigrationEvent.MismatchFound e -> List.of();
            case MigrationEvent.MigrationPaused e -> List.of();
            case MigrationEvent.RolledBack e -> List.of();
            case MigrationEvent.CutoverBegan e -> List.of();
            case MigrationEvent.FenceInstalled e -> List.of();
            case MigrationEvent.WayBackRehearsed e -> List.of();
            case MigrationEvent.RehearsalFailed e -> List.of();
            case MigrationEvent.ApprovalAsked e -> List.of();
            case MigrationEvent.HandoverCleared e -> List.of();
            case MigrationEvent.AuthorityMoved e -> List.of();
            case MigrationEvent.HandoverGivenUp e -> List.of();
            case MigrationEvent.AbortAsked e -> List.of();
            case MigrationEvent.AuthoritySettled e -> List.of();
            case MigrationEvent.TransferAborted e -> List.of();
            case MigrationEvent.CutoverCompleted e -> List.of();
            case MigrationEvent.RestoreForeseen e -> List.of();
            case MigrationEvent.OldHealthChecked e -> List.of();
            case MigrationEvent.CachesCleared e -> List.of();
            case MigrationEvent.MappingsReplaced e -> List.of();
            case MigrationEvent.RowsLoggedAnew e -> List.of();
            case MigrationEvent.DefinitionsChanged e -> List.of();
            case MigrationEvent.DefinitionsAccepted e -> List.of();
            case MigrationEvent.CheckpointRestored e -> List.of();
            case MigrationEvent.CompletionBegan e -> List.of();
            case MigrationEvent.RolloutBegan e -> List.of();
            case MigrationEvent.RollbackDecided e -> List.of();
            case MigrationEvent.RollbackWithheld e -> List.of();
        };
    }

    /** Everything outstanding, for whatever was ordered before may have got lost. */
    private static List<Order> resume(TrafficState state, MigrationEvent event) {
        return both(
                RolloutOrders.outstanding(state.course(), event), FailbackOrders.outstanding(state.course(), event));
    }

    private static List<Order> drop() {
        List<Order> orders = new ArrayList<>();
        orders.add(new Order.Do(new Work.Hold()));
        orders.addAll(RolloutOrders.none());
        orders.addAll(FailbackOrders.none());
        return orders;
    }

    private static List<Order> both(List<Order> one, List<Order> other) {
        List<Order> orders = new ArrayList<>(one);
        orders.addAll(other);
        return orders;
    }
}

package dev.theseus.domain.process;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.migration.Authorities;
import dev.theseus.domain.migration.KnownAuthority;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.Transfer;
import dev.theseus.domain.migration.Transfer.Completion;
import dev.theseus.domain.migration.Transfer.Cutover;
import dev.theseus.domain.migration.Transfer.Restore;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.process.TransferState.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cutover, rollback to a checkpoint, and completion. They share one process, and so one hand of the crew: two of them
 * side by side would move authority at the same time.
 *
 * <p>A step that fails is tried again after a growing rest. A cutover is given up after so many failures, or when a
 * step takes too long, and authority stays where it is; what leads back is never given up: it stays where it is,
 * alerts, and goes on.
 */
public final class TransferProcess implements MigrationProcess<TransferState> {

    public static final TransferProcess PROCESS = new TransferProcess();

    /** The present step has taken as long as it may. */
    public static final String LIMIT = "limit";

    /** The present step is to be tried again. */
    static final String RETRY = "retry";

    private TransferProcess() {}

    @Override
    public String name() {
        return "transfer";
    }

    @Override
    public TransferState initial() {
        return TransferState.INITIAL;
    }

    @Override
    public Optional<RunId> run(TransferState state) {
        return state.run();
    }

    @Override
    public TransferState evolve(TransferState state, MigrationEvent event) {
        KnownAuthority known = Authorities.evolve(state.authority(), event);
        TransferState after = state.with(known);
        if (!stage(known.transfer()).equals(stage(state.transfer()))) {
            after = after.with(Step.begun(TransferMemory.limit(state, event.at())));
        }
        return TransferMemory.evolve(known.transfer().isEmpty() ? after.withHandovers(0) : after, event);
    }

    /** What the step in hand is called; empty without a transfer. */
    static String stage(Optional<Transfer> transfer) {
        return transfer.map(t -> switch (t) {
                    case Cutover c -> "cutover " + c.stage();
                    case Restore r -> "restore " + r.stage();
                    case Completion c -> "completion";
                })
                .orElse("");
    }

    @Override
    public List<Order> react(TransferState state, MigrationEvent event) {
        if (state.run().isEmpty()) {
            return List.of();
        }
        return switch (event) {
            case MigrationEvent.RunBegan e -> resume(state, e);
            case MigrationEvent.CutoverBegan e -> enter(state, e);
            case MigrationEvent.FenceInstalled e -> enter(state, e);
            case MigrationEvent.WayBackRehearsed e -> enter(state, e);
            case MigrationEvent.ApprovalAsked e -> e.what().equals(Transfer.APPROVAL) ? enter(state, e) : List.of();
            case MigrationEvent.Approved e -> e.what().equals(Transfer.APPROVAL) ? enter(state, e) : List.of();
            case MigrationEvent.HandoverCleared e -> enter(state, e);
            case MigrationEvent.AbortAsked e -> enter(state, e);
            case MigrationEvent.AuthorityMoved e -> enter(state, e);
            case MigrationEvent.AuthoritySettled e -> enter(state, e);
            case MigrationEvent.RestoreBegan e -> enterAnew(state, e);
            case MigrationEvent.CompletionBegan e -> enter(state, e);
            case MigrationEvent.OldHealthChecked e -> e.obstacles().isEmpty() ? enter(state, e) : retry(state, e);
            case MigrationEvent.HandoverGivenUp e -> retry(state, e);
            case MigrationEvent.RehearsalFailed e -> retry(state, e);
            case MigrationEvent.AdvanceRefused e -> e.to() == Phase.CUT_OVER ? retry(state, e) : List.of();
            case MigrationEvent.VerificationCompleted e -> retry(state, e);
            case MigrationEvent.StepFailed e -> e.process().equals(name()) ? retry(state, e) : List.of();
            case MigrationEvent.DeadlinePassed e -> e.process().equals(name()) ? due(state, e) : List.of();
            case MigrationEvent.TransferAborted e -> end();
            case MigrationEvent.RollbackBegan e -> end();
            case MigrationEvent.CutoverCompleted e -> end();
            case MigrationEvent.CheckpointRestored e -> end();
            case MigrationEvent.PhaseEntered e -> e.to() == Phase.COMPLETED ? end() : List.of();
            case MigrationEvent.CourseEvent e -> List.of();
            case MigrationEvent.RestoreForeseen e -> List.of();
            case MigrationEvent.CachesCleared e -> List.of();
            case MigrationEvent.MappingsReplaced e -> List.of();
            case MigrationEvent.RowsLoggedAnew e -> List.of();
            case MigrationEvent.DefinitionsChanged e -> List.of();
            case MigrationEvent.DefinitionsAccepted e -> List.of();
            case MigrationEvent.MigrationPlanned e -> List.of();
            case MigrationEvent.SettingsChanged e -> List.of();
            case MigrationEvent.RunEnded e -> List.of();
            case MigrationEvent.DatabasesPrepared e -> List.of();
            case MigrationEvent.CaptureInstalled e -> List.of();
            case MigrationEvent.TableWasCopied e -> List.of();
            case MigrationEvent.IndexesBuilt e -> List.of();
            case MigrationEvent.CaughtUp e -> List.of();
            case MigrationEvent.VerificationWithdrawn e -> List.of();
            case MigrationEvent.CheckpointTaken e -> List.of();
            case MigrationEvent.WorkFailed e -> List.of();
            case MigrationEvent.IncidentNoted e -> List.of();
            case MigrationEvent.RolloutChanged e -> List.of();
            case MigrationEvent.ReadsFailedBack e -> List.of();
            case MigrationEvent.ReadsResumed e -> List.of();
            case MigrationEvent.MismatchFound e -> List.of();
            case MigrationEvent.MigrationPaused e -> List.of();
            case MigrationEvent.MigrationResumed e -> List.of();
            case MigrationEvent.RolledBack e -> List.of();
        };
    }

    /** Everything outstanding, for whatever was ordered before may have got lost. */
    private static List<Order> resume(TransferState state, MigrationEvent event) {
        if (state.transfer().isEmpty()) {
            return List.of();
        }
        return state.step().retryAt().isPresent() ? retry(state, event) : enter(state, event);
    }

    private static List<Order> enterAnew(TransferState state, MigrationEvent event) {
        List<Order> orders = new ArrayList<>();
        // whatever the hand is at belongs to what was before
        orders.add(new Order.Do(new Work.Hold()));
        orders.addAll(enter(state, event));
        return orders;
    }

    private static List<Order> enter(TransferState state, MigrationEvent event) {
        if (state.transfer().isEmpty()) {
            return List.of();
        }
        List<Order> orders = new ArrayList<>();
        orders.add(new Order.Forget(RETRY));
        if (TransferMemory.waitsForPerson(state)) {
            orders.add(new Order.Forget(LIMIT));
            return orders;
        }
        orders.add(limit(state));
        orders.add(go(state, event));
        return orders;
    }

    private static Order limit(TransferState state) {
        return new Order.Wake(LIMIT, state.step().limitAt());
    }

    private static Order go(TransferState state, MigrationEvent event) {
        return state.step()
                .hopeless()
                .<Order>map(why -> new Order.Send(new MigrationCommand.Abort(event.migration(), event.at(), why)))
                .orElseGet(() -> new Order.Do(
                        work(state.transfer().orElseThrow(), state.authority().epoch())));
    }

    private static Work work(Transfer transfer, Epoch epoch) {
        return switch (transfer) {
            case Cutover c ->
                switch (c.stage()) {
                    case FENCING -> new Work.InstallFence();
                    case REHEARSING -> new Work.Rehearse();
                    case APPROVING -> throw new IllegalStateException("A person is waited for, no work");
                    case CHECKING -> new Work.CheckCutover();
                    case HANDING_OVER -> new Work.HandOver(epoch);
                    case SETTLING -> new Work.Settle(epoch);
                    case VERIFYING -> new Work.VerifyMoved();
                };
            case Restore r ->
                switch (r.stage()) {
                    case SETTLING -> new Work.Settle(epoch);
                    case CHECKING_OLD -> new Work.CheckOldHealth();
                    case HANDING_BACK -> new Work.HandOver(epoch);
                    case CLEARING_CACHES -> new Work.ClearCaches();
                };
            case Completion c -> new Work.TakeOff();
        };
    }

    /** What {@link TransferMemory} has made of the failure. */
    private static List<Order> retry(TransferState state, MigrationEvent event) {
        if (state.transfer().isEmpty()) {
            return List.of();
        }
        if (state.step().hopeless().isPresent()) {
            return List.of(new Order.Forget(RETRY), go(state, event));
        }
        Optional<Instant> at = state.step().retryAt();
        return at.<List<Order>>map(when -> List.of(limit(state), new Order.Wake(RETRY, when)))
                .orElse(List.of());
    }

    /** A deadline that was moved meanwhile may come all the same; then it is asked for once more. */
    private static List<Order> due(TransferState state, MigrationEvent event) {
        if (state.transfer().isEmpty() || TransferMemory.waitsForPerson(state)) {
            return List.of();
        }
        return state.step().retryAt().isPresent() ? retry(state, event) : List.of(limit(state), go(state, event));
    }

    private static List<Order> end() {
        return List.of(new Order.Forget(RETRY), new Order.Forget(LIMIT), new Order.Do(new Work.Hold()));
    }
}

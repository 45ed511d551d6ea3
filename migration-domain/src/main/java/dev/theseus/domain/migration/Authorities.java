package dev.theseus.domain.migration;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.migration.Transfer.Completion;
import dev.theseus.domain.migration.Transfer.Cutover;
import dev.theseus.domain.migration.Transfer.CutoverStage;
import dev.theseus.domain.migration.Transfer.Restore;
import dev.theseus.domain.migration.Transfer.RestoreStage;
import dev.theseus.domain.phase.Phase;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What each event makes of what is known about authority. The aggregate and the process of transfers both go by it, so
 * they can't come to differ.
 */
public final class Authorities {

    private Authorities() {}

    public static KnownAuthority evolve(KnownAuthority known, MigrationEvent event) {
        return switch (event) {
            case MigrationEvent.CutoverBegan e -> begin(known, new Cutover(e.at(), CutoverStage.FENCING, ""));
            case MigrationEvent.FenceInstalled e ->
                cutover(known.fenced(), CutoverStage.FENCING, CutoverStage.REHEARSING);
            case MigrationEvent.WayBackRehearsed e ->
                cutover(known.rehearsed(e.at()), CutoverStage.REHEARSING, CutoverStage.CHECKING);
            case MigrationEvent.RehearsalFailed e -> known.notRehearsed();
            case MigrationEvent.ApprovalAsked e ->
                e.what().equals(Transfer.APPROVAL)
                        ? cutover(known, CutoverStage.REHEARSING, CutoverStage.APPROVING)
                        : known;
            case MigrationEvent.Approved e ->
                e.what().equals(Transfer.APPROVAL)
                        ? cutover(known, CutoverStage.APPROVING, CutoverStage.REHEARSING)
                        : known;
            case MigrationEvent.HandoverCleared e -> cutover(known, CutoverStage.CHECKING, CutoverStage.HANDING_OVER);
            case MigrationEvent.HandoverGivenUp e -> cutover(known, CutoverStage.HANDING_OVER, CutoverStage.CHECKING);
            case MigrationEvent.AbortAsked e ->
                change(
                        known,
                        t -> t instanceof Cutover c ? new Cutover(c.began(), CutoverStage.SETTLING, e.reason()) : t);
            case MigrationEvent.AuthorityMoved e -> moved(known, e.epoch(), e.at());
            case MigrationEvent.AuthoritySettled e -> restore(known, RestoreStage.SETTLING, RestoreStage.CHECKING_OLD);
            case MigrationEvent.RestoreBegan e ->
                begin(known, new Restore(e.at(), e.checkpoint(), e.cause(), e.reads(), firstStage(known)));
            case MigrationEvent.OldHealthChecked e -> checked(known.with(e.health()), e);
            case MigrationEvent.CompletionBegan e -> begin(known, new Completion(e.at()));
            case MigrationEvent.TransferAborted e -> known.with(Optional.empty());
            case MigrationEvent.CutoverCompleted e -> known.with(Optional.empty());
            case MigrationEvent.CheckpointRestored e -> known.with(Optional.empty());
            case MigrationEvent.RollbackBegan e -> known.with(Optional.empty());
            case MigrationEvent.PhaseEntered e ->
                e.to() == Phase.COMPLETED
                        ? KnownAuthority.FIRST.in(known.epoch(), known.moved().orElse(e.at()))
                        : known;
            case MigrationEvent.MigrationPlanned e -> KnownAuthority.FIRST;
            case MigrationEvent.RolledBack e -> KnownAuthority.FIRST;
            case MigrationEvent.RestoreForeseen e -> known;
            case MigrationEvent.CachesCleared e -> known;
            case MigrationEvent.CourseEvent e -> known;
            case MigrationEvent.StepFailed e -> known;
            case MigrationEvent.DeadlinePassed e -> known;
            case MigrationEvent.MappingsReplaced e -> known;
            case MigrationEvent.RowsLoggedAnew e -> known;
            case MigrationEvent.DefinitionsChanged e -> known;
            case MigrationEvent.DefinitionsAccepted e -> known;
            case MigrationEvent.SettingsChanged e -> known;
            case MigrationEvent.RunBegan e -> known;
            case MigrationEvent.RunEnded e -> known;
            case MigrationEvent.DatabasesPrepared e -> known;
            case MigrationEvent.CaptureInstalled e -> known;
            case MigrationEvent.TableWasCopied e -> known;
            case MigrationEvent.IndexesBuilt e -> known;
            case MigrationEvent.CaughtUp e -> known;
            case MigrationEvent.VerificationCompleted e -> known;
            case MigrationEvent.VerificationWithdrawn e -> known;
            case MigrationEvent.CheckpointTaken e -> known;
            case MigrationEvent.AdvanceRefused e -> known;
            case MigrationEvent.WorkFailed e -> known;
            case MigrationEvent.IncidentNoted e -> known;
            case MigrationEvent.RolloutChanged e -> known;
            case MigrationEvent.ReadsFailedBack e -> known;
            case MigrationEvent.ReadsResumed e -> known;
            case MigrationEvent.MismatchFound e -> known;
            case MigrationEvent.MigrationPaused e -> known;
            case MigrationEvent.MigrationResumed e -> known;
        };
    }

    private static KnownAuthority begin(KnownAuthority known, Transfer transfer) {
        return known.with(Optional.of(transfer));
    }

    /** Where a handover may be under way, only the databases know who has authority. */
    private static RestoreStage firstStage(KnownAuthority known) {
        boolean mayBeMoving = known.transfer()
                .filter(t -> t instanceof Cutover c
                        && (c.stage() == CutoverStage.HANDING_OVER || c.stage() == CutoverStage.SETTLING))
                .isPresent();
        return mayBeMoving ? RestoreStage.SETTLING : RestoreStage.CHECKING_OLD;
    }

    private static KnownAuthority moved(KnownAuthority before, Epoch epoch, Instant at) {
        KnownAuthority known = before.in(epoch, at);
        return change(known, t -> switch (t) {
            case Cutover c -> known.holder() == Side.NEW ? c.at(CutoverStage.VERIFYING) : c;
            case Restore r -> movedWhileRestoring(r, known.holder());
            case Completion c -> c;
        });
    }

    private static Restore movedWhileRestoring(Restore restore, Side holder) {
        if (restore.stage() == RestoreStage.SETTLING) {
            return restore;
        }
        if (holder == Side.NEW) {
            return restore.at(RestoreStage.CHECKING_OLD);
        }
        return restore.stage() == RestoreStage.HANDING_BACK ? restore.at(RestoreStage.CLEARING_CACHES) : restore;
    }

    private static KnownAuthority checked(KnownAuthority known, MigrationEvent.OldHealthChecked event) {
        RestoreStage next = known.holder() == Side.NEW ? RestoreStage.HANDING_BACK : RestoreStage.CLEARING_CACHES;
        return event.obstacles().isEmpty() ? restore(known, RestoreStage.CHECKING_OLD, next) : known;
    }

    private static KnownAuthority cutover(KnownAuthority known, CutoverStage from, CutoverStage to) {
        return change(known, t -> t instanceof Cutover c && c.stage() == from ? c.at(to) : t);
    }

    private static KnownAuthority restore(KnownAuthority known, RestoreStage from, RestoreStage to) {
        return change(known, t -> t instanceof Restore r && r.stage() == from ? r.at(to) : t);
    }

    private static KnownAuthority change(KnownAuthority known, UnaryOperator<Transfer> change) {
        return known.with(known.transfer().map(change));
    }
}

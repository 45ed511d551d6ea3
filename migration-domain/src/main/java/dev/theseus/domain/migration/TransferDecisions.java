package dev.theseus.domain.migration;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.authority.FenceHolder;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.authority.Rehearsal;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.gate.GateResult;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.Transfer.Completion;
import dev.theseus.domain.migration.Transfer.Cutover;
import dev.theseus.domain.migration.Transfer.CutoverStage;
import dev.theseus.domain.migration.Transfer.Restore;
import dev.theseus.domain.migration.Transfer.RestoreStage;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.CutoverSettings.Approval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What commands about moving authority to new, and about the end, lead to. */
final class TransferDecisions {

    private TransferDecisions() {}

    static List<MigrationEvent> begin(Underway u, MigrationCommand.BeginCutover c) {
        if (u.phase() == Phase.CUT_OVER && u.transfer().isEmpty()) {
            return List.of();
        }
        if (u.transfer().filter(Cutover.class::isInstance).isPresent()) {
            return List.of();
        }
        requireNoTransfer(u, c);
        if (u.phase() != Phase.RAMPING) {
            throw Decisions.illegal(c, "is in phase " + u.phase() + "; authority moves from " + Phase.RAMPING + " on");
        }
        return switch (Gates.beforeCutover(u, c.evidence(), c.at())) {
            case GateResult.Closed closed -> refused(c, Phase.CUT_OVER, closed);
            case GateResult.Open open ->
                List.of(
                        new MigrationEvent.CheckpointTaken(
                                c.migration(),
                                c.at(),
                                Checkpoints.of(u, Checkpoints.before(Phase.CUT_OVER, u), c.at(), c.evidence())),
                        new MigrationEvent.CutoverBegan(c.migration(), c.at()));
        };
    }

    private static List<MigrationEvent> refused(MigrationCommand c, Phase to, GateResult.Closed closed) {
        return List.of(new MigrationEvent.AdvanceRefused(c.migration(), c.at(), to, closed.missing()));
    }

    static void requireNoTransfer(Underway u, MigrationCommand c) {
        if (u.transfer().isPresent()) {
            throw Decisions.illegal(c, inProgress(u.transfer().get()));
        }
    }

    /** Whether authority may be moving, or has moved, by it. */
    static boolean mayMoveAuthority(Transfer transfer) {
        return switch (transfer) {
            case Cutover t ->
                switch (t.stage()) {
                    case FENCING, REHEARSING, APPROVING, CHECKING -> false;
                    case HANDING_OVER, SETTLING, VERIFYING -> true;
                };
            case Restore r -> true;
            case Completion d -> true;
        };
    }

    static String inProgress(Transfer transfer) {
        return switch (transfer) {
            case Cutover t -> "is cutting over (" + t.stage() + "); let that end, or give it up with `theseus abort`";
            case Restore r -> "is going back to checkpoint \"" + r.checkpoint() + "\"; let that finish";
            case Completion d -> "is being completed; let that finish";
        };
    }

    static List<MigrationEvent> fenced(Underway u, MigrationCommand.ReportFenced c) {
        return isCutover(u, CutoverStage.FENCING)
                ? List.of(new MigrationEvent.FenceInstalled(c.migration(), c.at()))
                : List.of();
    }

    static List<MigrationEvent> rehearsed(Underway u, MigrationCommand.ReportRehearsal c) {
        if (!isCutover(u, CutoverStage.REHEARSING)) {
            return List.of();
        }
        return switch (c.rehearsal()) {
            case Rehearsal.Failed f ->
                List.of(new MigrationEvent.RehearsalFailed(c.migration(), c.at(), f.step(), f.reason()));
            case Rehearsal.Succeeded s -> {
                MigrationEvent tried = new MigrationEvent.WayBackRehearsed(c.migration(), c.at(), s.took());
                yield waitsForPerson(u)
                        ? List.of(new MigrationEvent.ApprovalAsked(c.migration(), c.at(), Transfer.APPROVAL), tried)
                        : List.of(tried);
            }
        };
    }

    private static boolean waitsForPerson(Underway u) {
        return u.plan().settings().cutover().approval() == Approval.REQUIRED
                && !u.conduct().approvals().granted().contains(Transfer.APPROVAL);
    }

    static List<MigrationEvent> askApproval(Underway u, MigrationCommand.AskApproval c) {
        return u.conduct().approvals().asked().contains(c.what())
                ? List.of()
                : List.of(new MigrationEvent.ApprovalAsked(c.migration(), c.at(), c.what()));
    }

    static List<MigrationEvent> approve(Underway u, MigrationCommand.Approve c) {
        Approvals approvals = u.conduct().approvals();
        if (approvals.asked().contains(c.what())) {
            return List.of(new MigrationEvent.Approved(c.migration(), c.at(), c.what()));
        }
        if (approvals.granted().contains(c.what())) {
            return List.of();
        }
        String waiting = approvals.asked().isEmpty()
                ? "nothing does"
                : approvals.asked().stream().sorted().collect(Collectors.joining(", ")) + " does";
        throw Decisions.illegal(c, "does not wait for an approval of \"" + c.what() + "\"; " + waiting);
    }

    static List<MigrationEvent> request(Underway u, MigrationCommand.RequestHandover c) {
        if (!isCutover(u, CutoverStage.CHECKING)) {
            return List.of();
        }
        return switch (Gates.cutover(u, c.evidence(), c.at())) {
            case GateResult.Closed closed -> refused(c, Phase.CUT_OVER, closed);
            case GateResult.Open open -> List.of(new MigrationEvent.HandoverCleared(c.migration(), c.at()));
        };
    }

    /**
     * That authority moved is a fact of the databases: it is taken from whoever says it, also when the transfer that
     * brought it about has ended meanwhile.
     */
    static List<MigrationEvent> outcome(Underway u, MigrationCommand.ReportHandover c) {
        return switch (c.outcome()) {
            case HandoverOutcome.Moved moved -> moved(u, c, moved.epoch(), moved.pause());
            case HandoverOutcome.Held held ->
                givenUp(
                        u,
                        c,
                        held.holders().isEmpty()
                                ? "the fence could not be had within the patience"
                                : "the fence was held by "
                                        + held.holders().stream()
                                                .map(FenceHolder::toString)
                                                .collect(Collectors.joining("; ")));
            case HandoverOutcome.NotDrained d ->
                givenUp(
                        u,
                        c,
                        "the change log was not drained within the writers' pause of "
                                + d.pause().toMillis() + " ms");
        };
    }

    private static List<MigrationEvent> moved(Underway u, MigrationCommand c, Epoch epoch, Duration pause) {
        if (epoch.number() <= u.authority().epoch().number()) {
            return List.of();
        }
        if (u.phase() != Phase.RAMPING
                && u.phase() != Phase.CUT_OVER
                && u.transfer().filter(TransferDecisions::mayMoveAuthority).isEmpty()) {
            throw Decisions.illegal(
                    c,
                    "is in phase " + u.phase() + ", in which nothing moves authority, yet epoch " + epoch.number()
                            + " is said to be in force; look at both databases before anything else is done");
        }
        List<MigrationEvent> events = new ArrayList<>();
        events.add(new MigrationEvent.AuthorityMoved(c.migration(), c.at(), epoch, pause));
        if (epoch.direction().source() == Side.NEW && u.phase() == Phase.RAMPING) {
            events.add(new MigrationEvent.PhaseEntered(c.migration(), c.at(), u.phase(), Phase.CUT_OVER));
        }
        return events;
    }

    private static List<MigrationEvent> givenUp(Underway u, MigrationCommand c, String reason) {
        return isCutover(u, CutoverStage.HANDING_OVER) || isRestore(u, RestoreStage.HANDING_BACK)
                ? List.of(new MigrationEvent.HandoverGivenUp(c.migration(), c.at(), reason))
                : List.of();
    }

    static List<MigrationEvent> settled(Underway u, MigrationCommand.ReportAuthority c) {
        if (c.authority().state() == Authority.State.MOVING) {
            return List.of();
        }
        Epoch epoch = c.authority().newest();
        List<MigrationEvent> events = new ArrayList<>(moved(u, c, epoch, Duration.ZERO));
        if (isCutover(u, CutoverStage.SETTLING) || isRestore(u, RestoreStage.SETTLING)) {
            events.add(new MigrationEvent.AuthoritySettled(c.migration(), c.at(), epoch));
        }
        if (u.transfer().orElse(null) instanceof Cutover t
                && t.stage() == CutoverStage.SETTLING
                && epoch.direction().source() == Side.OLD) {
            events.add(new MigrationEvent.TransferAborted(c.migration(), c.at(), t.reason()));
        }
        return events;
    }

    static List<MigrationEvent> abort(Underway u, MigrationCommand.Abort c) {
        Optional<Transfer> transfer = u.transfer();
        if (transfer.isEmpty()) {
            if (u.authority().holder() == Side.NEW) {
                throw Decisions.illegal(c, "has been cut over; `theseus rollback` gives authority back to old");
            }
            return List.of();
        }
        return switch (transfer.get()) {
            case Cutover t -> abort(t, c);
            case Restore r -> throw Decisions.illegal(c, inProgress(r) + ": a rollback is never left half done");
            case Completion d -> throw Decisions.illegal(c, inProgress(d) + ": what was taken away does not come back");
        };
    }

    private static List<MigrationEvent> abort(Cutover cutover, MigrationCommand.Abort c) {
        return switch (cutover.stage()) {
            case FENCING, REHEARSING, APPROVING, CHECKING ->
                List.of(new MigrationEvent.TransferAborted(c.migration(), c.at(), c.reason()));
            case HANDING_OVER -> List.of(new MigrationEvent.AbortAsked(c.migration(), c.at(), c.reason()));
            case SETTLING -> List.of();
            case VERIFYING ->
                throw Decisions.illegal(c, "has been cut over; `theseus rollback` gives authority back to old");
        };
    }

    /** Ends the cutover once a comparison that began after authority had moved found no fault. */
    static List<MigrationEvent> compared(Underway u, MigrationCommand.ReportVerification c) {
        boolean since =
                u.authority().moved().filter(m -> !c.began().isBefore(m)).isPresent();
        boolean faultless = Gates.shortcomings(
                        c.summary(),
                        u.plan().settings().gates(),
                        u.plan().tables().size())
                .isEmpty();
        return isCutover(u, CutoverStage.VERIFYING) && since && faultless
                ? List.of(new MigrationEvent.CutoverCompleted(
                        c.migration(),
                        c.at(),
                        Duration.between(u.transfer().orElseThrow().began(), c.at())))
                : List.of();
    }

    static List<MigrationEvent> complete(Underway u, MigrationCommand.BeginCompletion c) {
        if (u.transfer().filter(Completion.class::isInstance).isPresent()) {
            return List.of();
        }
        requireNoTransfer(u, c);
        if (u.phase() != Phase.CUT_OVER) {
            throw Decisions.illegal(c, "is in phase " + u.phase() + "; it can be completed once new has authority");
        }
        return switch (Gates.completion(u, c.evidence(), c.at())) {
            case GateResult.Closed closed -> refused(c, Phase.COMPLETED, closed);
            case GateResult.Open open -> List.of(new MigrationEvent.CompletionBegan(c.migration(), c.at()));
        };
    }

    static List<MigrationEvent> takenOff(Underway u, MigrationCommand.ReportTakenOff c) {
        return u.transfer().filter(Completion.class::isInstance).isPresent()
                ? List.of(new MigrationEvent.PhaseEntered(c.migration(), c.at(), u.phase(), Phase.COMPLETED))
                : List.of();
    }

    private static boolean isCutover(Underway u, CutoverStage stage) {
        return u.transfer().orElse(null) instanceof Cutover t && t.stage() == stage;
    }

    private static boolean isRestore(Underway u, RestoreStage stage) {
        return u.transfer().orElse(null) instanceof Restore r && r.stage() == stage;
    }
}

package dev.theseus.app.server.api;

import dev.theseus.app.server.door.AccessNotes;
import dev.theseus.app.server.door.ServerSettings;
import dev.theseus.app.server.watch.Served;
import dev.theseus.domain.access.AccessEvent;
import dev.theseus.domain.access.ApprovalRequest;
import dev.theseus.domain.access.ApprovalRequests;
import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.Transfer;
import dev.theseus.domain.phase.Phase;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Lets what moves authority, or can't be taken back, wait until somebody else agrees. */
final class FourEyes {

    private static final int PAGE = 500;

    private final Served served;
    private final AccessNotes notes;
    private final ServerSettings settings;

    FourEyes(Served served, AccessNotes notes, ServerSettings settings) {
        this.served = served;
        this.notes = notes;
        this.settings = settings;
    }

    boolean isNeeded(Command command) {
        return settings.fourEyes()
                && switch (command.eyes()) {
                    case TWO -> false;
                    case FOUR -> true;
                    case FOUR_AFTER_CUTOVER -> newMayHaveAuthority();
                };
    }

    private boolean newMayHaveAuthority() {
        return switch (served.room().plane().state(served.migration())) {
            case Underway u -> newMayHaveAuthority(u);
            case MigrationState.Paused p -> newMayHaveAuthority(p.held());
            case MigrationState.Completed c -> true;
            case MigrationState.RollingBack r -> false;
            case MigrationState.RolledBack r -> false;
            case MigrationState.Unplanned u -> false;
        };
    }

    private static boolean newMayHaveAuthority(Underway u) {
        return u.phase() == Phase.CUT_OVER
                || u.transfer().filter(FourEyes::movesAuthority).isPresent();
    }

    private static boolean movesAuthority(Transfer transfer) {
        return switch (transfer) {
            case Transfer.Cutover c ->
                switch (c.stage()) {
                    case FENCING, REHEARSING, APPROVING, CHECKING -> false;
                    case HANDING_OVER, SETTLING, VERIFYING -> true;
                };
            case Transfer.Restore r -> true;
            case Transfer.Completion c -> true;
        };
    }

    /** Lets a command wait. */
    ApprovalRequest ask(Command command, CommandRequest request) {
        ApprovalRequest waiting = new ApprovalRequest(
                command.name() + "-" + UUID.randomUUID().toString().substring(0, 8),
                served.migration(),
                command.name(),
                request.body().toString(),
                request.sender().name(),
                command.reason(),
                notes.now());
        if (!requests().add(waiting)) {
            throw Conflict.alreadyWaits("A " + command.name()
                    + " waits for an approval already. Let it be approved, or withdraw it first.");
        }
        notes.note(
                new AccessEvent.ApprovalRequested(
                        notes.now(), waiting.id(), waiting.migration().value(), waiting.command()),
                waiting.by(),
                waiting.reason());
        return waiting;
    }

    private ApprovalRequests requests() {
        return served.room().access().requests();
    }

    private Optional<ApprovalRequest> waiting(String what) {
        return requests().waiting(served.migration()).stream()
                .filter(r -> r.id().equals(what))
                .findFirst();
    }

    /**
     * Takes a command that waits, for the one who approves it, to be carried out in the name of the one who asked.
     *
     * @return empty if it is nothing that was asked for here
     * @throws Conflict if he asked for it himself
     */
    Optional<ApprovalRequest> approve(String what, String approver, String reason) {
        Optional<ApprovalRequest> found = waiting(what);
        if (found.isEmpty()) {
            refuseWhoBegan(what, approver);
            return Optional.empty();
        }
        refuseSame(found.get().by(), approver, what);
        ApprovalRequest taken = requests().take(what).orElseThrow(() -> gone(what));
        notes.note(
                new AccessEvent.RequestApproved(
                        notes.now(), taken.id(), taken.migration().value(), taken.command(), taken.by()),
                approver,
                reason);
        return Optional.of(taken);
    }

    /** What the migration itself waits for belongs to whoever began it. */
    private void refuseWhoBegan(String what, String approver) {
        if (settings.fourEyes()) {
            String began = what.equals(Transfer.APPROVAL) ? "migration.cutover-began" : "migration.rollout-began";
            lastActor(began).ifPresent(actor -> refuseSame(actor, approver, what));
        }
    }

    private Optional<String> lastActor(String event) {
        long end = served.room().plane().version(served.migration());
        for (long from = Math.max(0, end - PAGE); ; from = Math.max(0, from - PAGE)) {
            List<AuditEntry> page = served.room().plane().audit(served.migration(), from, PAGE);
            Optional<String> actor = page.stream()
                    .filter(e -> e.what().name().equals(event))
                    .reduce((a, b) -> b)
                    .map(e -> e.cause().origin().actor().name());
            if (actor.isPresent() || from == 0) {
                return actor;
            }
        }
    }

    private static void refuseSame(String asked, String approver, String what) {
        if (asked.equals(approver)) {
            throw Conflict.needsOtherEyes("You asked for \"" + what + "\" yourself, " + approver
                    + ". Somebody else with the role approver has to agree.");
        }
    }

    /** Takes a command away that waits and is not wanted any more. */
    ApprovalRequest withdraw(String what, String by, String reason) {
        ApprovalRequest taken = requests().take(what).orElseThrow(() -> gone(what));
        notes.note(
                new AccessEvent.RequestWithdrawn(
                        notes.now(), taken.id(), taken.migration().value(), taken.command(), taken.by()),
                by,
                reason);
        return taken;
    }

    private static NoSuchThing gone(String what) {
        return new NoSuchThing("\"" + what + "\" does not wait for an approval here (any more)");
    }
}

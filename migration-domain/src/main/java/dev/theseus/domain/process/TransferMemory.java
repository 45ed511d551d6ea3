package dev.theseus.domain.process;

import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.Transfer;
import dev.theseus.domain.migration.Transfer.Completion;
import dev.theseus.domain.migration.Transfer.Cutover;
import dev.theseus.domain.migration.Transfer.CutoverStage;
import dev.theseus.domain.migration.Transfer.Restore;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.process.TransferState.Step;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.time.Instant;
import java.util.Optional;

/** What the process of transfers remembers of failures and deadlines; events about nothing of that leave it alone. */
final class TransferMemory {

    private TransferMemory() {}

    static TransferState evolve(TransferState state, MigrationEvent event) {
        if (event instanceof MigrationEvent.RunBegan e) {
            // nobody worked at the step while there was no run, so its time begins again
            return state.with(Optional.of(e.run())).with(state.step().until(limit(state, e.at())));
        }
        if (event instanceof MigrationEvent.RunEnded e) {
            return state.with(state.run().filter(r -> !r.equals(e.run())));
        }
        if (event instanceof MigrationEvent.MigrationPlanned e) {
            return state.with(e.plan().settings().cutover().persistence());
        }
        if (event instanceof MigrationEvent.SettingsChanged e) {
            return state.with(e.after().cutover().persistence());
        }
        return state.transfer().isEmpty() ? state : trouble(state, event);
    }

    private static TransferState trouble(TransferState state, MigrationEvent event) {
        if (event instanceof MigrationEvent.HandoverGivenUp e) {
            return handoverGivenUp(state, e);
        }
        if (event instanceof MigrationEvent.RehearsalFailed e) {
            return failed(state, e.at(), e.step() + ": " + e.reason());
        }
        if (event instanceof MigrationEvent.StepFailed e
                && e.process().equals(TransferProcess.PROCESS.name())
                && !waitsForPerson(state)) {
            return failed(state, e.at(), e.work() + ": " + e.reason());
        }
        if (event instanceof MigrationEvent.OldHealthChecked e && !e.obstacles().isEmpty()) {
            return waiting(state, e.at(), String.join("; ", e.obstacles()));
        }
        if (event instanceof MigrationEvent.AdvanceRefused e
                && e.to() == Phase.CUT_OVER
                && isAt(state, CutoverStage.CHECKING)) {
            return waiting(state, e.at(), String.join("; ", e.missing()));
        }
        if (event instanceof MigrationEvent.VerificationCompleted e && isAt(state, CutoverStage.VERIFYING)) {
            return waiting(
                    state, e.at(), "the comparison says " + word(e.summary().verdict()));
        }
        if (event instanceof MigrationEvent.DeadlinePassed e && e.process().equals(TransferProcess.PROCESS.name())) {
            return due(state, e);
        }
        return state;
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case EQUAL -> "equal";
            case DIVERGENT -> "that rows differ";
            case UNSETTLED -> "that some rows did not settle";
            case NOTHING_COMPARED -> "that nothing was compared";
        };
    }

    private static TransferState handoverGivenUp(TransferState state, MigrationEvent.HandoverGivenUp event) {
        TransferState counted = state.withHandovers(state.handovers() + 1);
        if (mayGiveUp(state) && counted.handovers() >= state.persistence().attempts()) {
            return counted.with(state.step().hopeless(event.reason()));
        }
        Instant again = event.at().plus(state.persistence().restAfter(counted.handovers()));
        return counted.with(state.step().failed(event.reason(), again));
    }

    private static TransferState failed(TransferState state, Instant at, String trouble) {
        Step step = state.step();
        if (mayGiveUp(state) && step.failures() + 1 >= state.persistence().attempts()) {
            return state.with(step.hopeless(trouble));
        }
        return waiting(state, at, trouble);
    }

    private static TransferState waiting(TransferState state, Instant at, String trouble) {
        Instant again = at.plus(state.persistence().restAfter(state.step().failures() + 1));
        return state.with(state.step().failed(trouble, again));
    }

    /** A deadline that was moved meanwhile may come all the same. */
    private static TransferState due(TransferState state, MigrationEvent.DeadlinePassed event) {
        Step step = state.step();
        if (event.deadline().equals(TransferProcess.RETRY)
                && step.retryAt().filter(at -> !event.at().isBefore(at)).isPresent()) {
            return state.with(step.again());
        }
        if (event.deadline().equals(TransferProcess.LIMIT)
                && !event.at().isBefore(step.limitAt())
                && !waitsForPerson(state)) {
            return mayGiveUp(state)
                    ? state.with(step.hopeless(tooLong(state)))
                    : state.with(step.again().until(limit(state, event.at())));
        }
        return state;
    }

    private static String tooLong(TransferState state) {
        String last = state.step().lastTrouble();
        return "step \"%s\" took longer than %d s%s"
                .formatted(
                        TransferProcess.stage(state.transfer()),
                        state.persistence().stepLimit().toSeconds(),
                        last.isEmpty() ? "" : "; " + last);
    }

    static Instant limit(TransferState state, Instant at) {
        return at.plus(state.persistence().stepLimit());
    }

    /** What leads back, and what comes after authority moved, is never given up. */
    private static boolean mayGiveUp(TransferState state) {
        Optional<Transfer> transfer = state.transfer();
        return transfer.filter(t -> switch (t) {
                    case Cutover c ->
                        switch (c.stage()) {
                            case FENCING, REHEARSING, CHECKING, HANDING_OVER -> true;
                            case APPROVING, SETTLING, VERIFYING -> false;
                        };
                    case Restore r -> false;
                    case Completion c -> false;
                })
                .isPresent();
    }

    /** A person may take as long as it takes. */
    static boolean waitsForPerson(TransferState state) {
        return isAt(state, CutoverStage.APPROVING);
    }

    private static boolean isAt(TransferState state, CutoverStage stage) {
        return state.transfer().orElse(null) instanceof Cutover c && c.stage() == stage;
    }
}

package dev.theseus.domain.process;

import dev.theseus.domain.migration.KnownAuthority;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.Transfer;
import dev.theseus.domain.plan.CutoverSettings.Persistence;
import java.time.Instant;
import java.util.Optional;

/**
 * What the process of transfers remembers between events.
 *
 * @param authority who has it, and what is in progress
 * @param persistence how often and how long a step is tried
 * @param run the run in progress, if any
 * @param step how the step in hand goes
 * @param handovers that were given up in this transfer so far, 0 or more
 */
public record TransferState(
        KnownAuthority authority, Persistence persistence, Optional<RunId> run, Step step, int handovers) {

    public static final TransferState INITIAL =
            new TransferState(KnownAuthority.FIRST, Persistence.DEFAULT, Optional.empty(), Step.NONE, 0);

    /**
     * @param limitAt when the step has taken as long as it may
     * @param failures of this step so far, 0 or more
     * @param retryAt when it is tried again; empty while it is tried
     * @param hopeless why the transfer is to be given up; empty while it is not
     * @param lastTrouble what went wrong last, for people; empty if nothing did
     */
    public record Step(
            Instant limitAt, int failures, Optional<Instant> retryAt, Optional<String> hopeless, String lastTrouble) {
        public static final Step NONE = new Step(Instant.EPOCH, 0, Optional.empty(), Optional.empty(), "");

        static Step begun(Instant limit) {
            return NONE.until(limit);
        }

        Step until(Instant limit) {
            return new Step(limit, failures, retryAt, hopeless, lastTrouble);
        }

        Step failed(String trouble, Instant again) {
            return new Step(limitAt, failures + 1, Optional.of(again), hopeless, trouble);
        }

        Step again() {
            return new Step(limitAt, failures, Optional.empty(), hopeless, lastTrouble);
        }

        Step hopeless(String why) {
            return new Step(limitAt, failures, Optional.empty(), Optional.of(why), lastTrouble);
        }
    }

    public Optional<Transfer> transfer() {
        return authority.transfer();
    }

    TransferState with(KnownAuthority changed) {
        return new TransferState(changed, persistence, run, step, handovers);
    }

    TransferState with(Persistence changed) {
        return new TransferState(authority, changed, run, step, handovers);
    }

    TransferState with(Optional<RunId> changed) {
        return new TransferState(authority, persistence, changed, step, handovers);
    }

    TransferState with(Step changed) {
        return new TransferState(authority, persistence, run, changed, handovers);
    }

    TransferState withHandovers(int changed) {
        return new TransferState(authority, persistence, run, step, changed);
    }
}

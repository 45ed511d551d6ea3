package dev.theseus.jdbc.fence;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.PauseBudget;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.jdbc.fence.Draining.Left;
import dev.theseus.jdbc.relay.Hurry;
import dev.theseus.jdbc.sequence.SequencePairs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * One try to move authority, in which writers are held. The order of its steps is the protocol: fence, drain, the other
 * fence, look again, sequences, take away and be sure of it, give.
 */
final class OneTry {

    /** Of the pause, what is kept for the steps after the log is empty. */
    private static final int RESERVED = 4;

    private static final long BETWEEN_LOOKS = 200_000;

    private final HandoverGround ground;
    private final Epoch from;
    private final PauseBudget budget;
    private final Draining draining;
    private final SequencePairs sequences;
    private long asked;

    OneTry(HandoverGround ground, Epoch from, PauseBudget budget, Draining draining, SequencePairs sequences) {
        this.ground = ground;
        this.from = from;
        this.budget = budget;
        this.draining = draining;
        this.sequences = sequences;
    }

    /** Sessions stand before the fence is asked for: to connect takes longer than all the rest. */
    Attempt run() throws InterruptedException {
        // the taker is silent until the log is empty
        try (FenceSession giver = open(from.direction().source(), budget.pause());
                FenceSession taker =
                        open(from.direction().target(), budget.pause().multipliedBy(2))) {
            Hurry hurry = draining.hurry();
            try (hurry) {
                // what is left to be drained under the fence is what comes during one round of a relay that takes no
                // rest
                if (draining.catchUp(budget.pause().dividedBy(2)) == Drain.STILL_PENDING) {
                    return new Attempt.NotDrained(Duration.ZERO);
                }
                asked = System.nanoTime();
                Optional<Epoch> epoch = giver.take(budget.lockWait());
                return epoch.isEmpty() ? held() : fenced(epoch.get(), giver, taker);
            }
        }
    }

    private FenceSession open(Side side, Duration silence) {
        return FenceSession.open(ground.on(side), ground.fence(), silence);
    }

    private Attempt fenced(Epoch epoch, FenceSession giver, FenceSession taker) {
        ground.steps().accept(HandoverStep.FENCED);
        if (!epoch.equals(from)) {
            return new Attempt.Overtaken();
        }
        Left left = drained();
        if (left != Left.NOTHING) {
            return left == Left.SET_ASIDE ? new Attempt.SetAside() : new Attempt.NotDrained(pause());
        }
        ground.steps().accept(HandoverStep.DRAINED);
        SequencePairs.Positions positions = giver.run("read sequences", sequences::read);
        // whoever applies to the other side is waited for: a stalled one would overwrite what is written there soon
        Optional<Epoch> taken = taker.take(left());
        if (taken.isEmpty()) {
            return held();
        }
        ground.steps().accept(HandoverStep.BOTH_FENCED);
        if (!taken.get().equals(from)) {
            return new Attempt.Overtaken();
        }
        if (draining.look() != Left.NOTHING) {
            return new Attempt.NotDrained(pause());
        }
        taker.run("bring sequences forward", c -> {
            sequences.bringForward(c, positions, ground.sequenceMargin());
            return Boolean.TRUE;
        });
        ground.steps().accept(HandoverStep.SEQUENCES_MOVED);
        return left().isZero() ? new Attempt.NotDrained(pause()) : flip(giver, taker);
    }

    private Left drained() {
        Left left = draining.look();
        while (left == Left.ENTRIES
                && pause().compareTo(budget.pause().minus(budget.pause().dividedBy(RESERVED))) < 0) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
            left = draining.look();
        }
        return left;
    }

    /** What is given must not reach its disk before what is taken away has reached the other's. */
    private Attempt flip(FenceSession giver, FenceSession taker) {
        giver.set(from.next());
        ground.steps().accept(HandoverStep.TAKING);
        giver.commit();
        ground.steps().accept(HandoverStep.TAKEN);
        taker.set(from.next());
        ground.steps().accept(HandoverStep.GIVING);
        taker.commit();
        Duration pause = pause();
        ground.steps().accept(HandoverStep.GIVEN);
        return new Attempt.Moved(pause);
    }

    /** The names are looked up when the fences are let go. */
    private Attempt held() {
        return new Attempt.Held(List.of(), pause());
    }

    private Duration pause() {
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    private Duration left() {
        Duration left = budget.pause().minus(pause());
        return left.isNegative() ? Duration.ZERO : left;
    }
}

package dev.theseus.jdbc.shop;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.gateway.GatewayMeters;
import dev.theseus.jdbc.shop.ReadFigures.Answers;
import dev.theseus.jdbc.shop.ReadFigures.Sides;
import java.util.concurrent.atomic.LongAdder;

/** Counts the reads of all clients of a node. Safe for several threads. */
final class ReadCount implements GatewayMeters {

    private final Tally browsed = new Tally();
    private final Tally own = new Tally();
    private final LongAdder stale = new LongAdder();
    private final LongAdder fallbacks = new LongAdder();
    private final Latencies old = Latencies.concurrent();
    private final Latencies target = Latencies.concurrent();

    /** Counts who answered one kind of reads. */
    static final class Tally {
        private final LongAdder old = new LongAdder();
        private final LongAdder target = new LongAdder();

        void answered(Side side) {
            (side == Side.OLD ? old : target).increment();
        }

        private Answers answers() {
            return new Answers(old.sum(), target.sum());
        }
    }

    Tally browsed() {
        return browsed;
    }

    Tally own() {
        return own;
    }

    void stale() {
        stale.increment();
    }

    @Override
    public void read(Side side, Outcome outcome, long nanos) {
        if (outcome == Outcome.DONE) {
            (side == Side.OLD ? old : target).note(nanos);
        }
    }

    @Override
    public void fallback(Fallback reason) {
        fallbacks.increment();
    }

    ReadFigures figures() {
        return new ReadFigures(
                browsed.answers(), own.answers(), stale.sum(), fallbacks.sum(), new Sides(old.copy(), target.copy()));
    }
}

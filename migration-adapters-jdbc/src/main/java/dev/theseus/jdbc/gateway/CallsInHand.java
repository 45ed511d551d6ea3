package dev.theseus.jdbc.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls that are in hand, at next to no cost for them, so that closing can wait for their end. */
final class CallsInHand {

    private static final long LOOK_MILLIS = 5;

    private final LongAdder inHand = new LongAdder();

    void begin() {
        inHand.increment();
    }

    void end() {
        inHand.decrement();
    }

    /** Waits until none is in hand, or for so long. */
    void awaitNone(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        try {
            while (inHand.sum() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.theseus.app.configuration;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Which way changes travel, as the databases say. While they can't be asked, or authority is on its way, what they said
 * last holds. Safe for several threads.
 */
final class DirectionInForce {

    private static final Duration FRESH = Duration.ofMillis(200);

    private final Function<Side, Epoch> epochs;
    private final Semaphore asking = new Semaphore(1);
    private volatile Direction last = Direction.FORWARD;
    private volatile long askedAt = System.nanoTime() - FRESH.toNanos();

    /** @param epochs reads the epoch that a database keeps */
    DirectionInForce(Function<Side, Epoch> epochs) {
        this.epochs = epochs;
    }

    /** As of this moment. */
    Direction now() {
        Direction found = ask().orElse(last);
        last = found;
        askedAt = System.nanoTime();
        return found;
    }

    /** As of some moments ago; nobody waits for a database. */
    Direction lately() {
        if (System.nanoTime() - askedAt > FRESH.toNanos() && asking.tryAcquire()) {
            Thread.startVirtualThread(() -> {
                try {
                    now();
                } finally {
                    asking.release();
                }
            });
        }
        return last;
    }

    private Optional<Direction> ask() {
        if (saysOf(Side.OLD).equals(Optional.of(Direction.FORWARD))) {
            return Optional.of(Direction.FORWARD);
        }
        return saysOf(Side.NEW).filter(d -> d == Direction.REVERSE);
    }

    private Optional<Direction> saysOf(Side side) {
        try {
            return Optional.of(epochs.apply(side).direction());
        } catch (DatabaseUnavailable | DatabaseRefused notKnown) {
            return Optional.empty();
        }
    }
}

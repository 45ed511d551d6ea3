package dev.theseus.domain.plan;

import java.time.Duration;

/**
 * How long writers may be held while authority moves.
 *
 * @param pause at most, in one try, from the moment in which the fence is asked for
 * @param lockWait of this, how long the fence itself is waited for: a transaction that is open longer is waited for
 *     without holding anybody
 * @param patience with all tries together
 */
public record PauseBudget(Duration pause, Duration lockWait, Duration patience) {

    public static final PauseBudget DEFAULT =
            new PauseBudget(Duration.ofMillis(500), Duration.ofMillis(100), Duration.ofMinutes(1));

    public PauseBudget {
        if (pause.isNegative() || pause.isZero()) {
            throw new IllegalArgumentException("a pause takes some time, not " + pause);
        }
        if (lockWait.isNegative() || lockWait.isZero() || lockWait.compareTo(pause) > 0) {
            throw new IllegalArgumentException(
                    "the wait for the fence is part of the pause of " + pause + ", it can't be " + lockWait);
        }
    }
}

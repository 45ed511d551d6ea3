package dev.theseus.jdbc.critical;

import dev.theseus.domain.critical.Persistence;
import java.time.Duration;

/**
 * How long the parts of a critical write may take. All are more than zero.
 *
 * @param lock waiting for another critical write on the same rows, and for rows that others hold
 * @param apply bringing the rows to the other side; as long again for looking at it when the answer is missing
 * @param lease after which a recovery takes over a write that its node has not ended; longer than all of the rest
 *     together
 * @param persistence with what fails
 */
public record CriticalLimits(Duration lock, Duration apply, Duration lease, Persistence persistence) {

    public static final CriticalLimits DEFAULT = new CriticalLimits(
            Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(30), Persistence.DEFAULT);

    public CriticalLimits {
        requirePositive("lock", lock);
        requirePositive("apply", apply);
        requirePositive("lease", lease);
    }

    private static void requirePositive(String what, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("The limit " + what + " must be more than zero, not " + value);
        }
    }
}

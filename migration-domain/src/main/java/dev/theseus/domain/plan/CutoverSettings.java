package dev.theseus.domain.plan;

import dev.theseus.domain.database.GrowingRest;
import java.time.Duration;

/**
 * How authority moves, and what must be true before.
 *
 * @param budget of the writers' pause
 * @param approval whether a person has to agree once the way back was tried
 * @param readiness what must be true before authority moves
 * @param wayBack how long one must be able to go back before the migration can be completed; zero or more
 * @param persistence how often and how long a step is tried
 * @param sequenceMargin how many numbers a sequence of the side that takes over leaves out, since a number that was
 *     drawn on the other side may still be in somebody's hands; 0 or more
 */
public record CutoverSettings(
        PauseBudget budget,
        Approval approval,
        Readiness readiness,
        Duration wayBack,
        Persistence persistence,
        long sequenceMargin) {

    /** Covers what clients of a service draw ahead, as those do that fetch numbers by the hundred. */
    public static final long SEQUENCE_MARGIN = 1_000;

    public static final CutoverSettings DEFAULT = new CutoverSettings(
            PauseBudget.DEFAULT, Approval.NOT_REQUIRED, Readiness.DEFAULT, Duration.ofDays(1), Persistence.DEFAULT);

    /** With the usual margin for sequences. */
    public CutoverSettings(
            PauseBudget budget, Approval approval, Readiness readiness, Duration wayBack, Persistence persistence) {
        this(budget, approval, readiness, wayBack, persistence, SEQUENCE_MARGIN);
    }

    /** Whether a person has to agree. */
    public enum Approval {
        REQUIRED,
        NOT_REQUIRED
    }

    /**
     * @param dwell how long everybody must have read from new; zero or more
     * @param verificationMaximumAge an older comparison does not count
     * @param rehearsalMaximumAge an older rehearsal of the way back does not count
     * @param freeConnections that old must have left for the service to come back to; 0 or more
     */
    public record Readiness(
            Duration dwell, Duration verificationMaximumAge, Duration rehearsalMaximumAge, long freeConnections) {
        public static final Readiness DEFAULT =
                new Readiness(Duration.ofMinutes(10), Duration.ofHours(2), Duration.ofHours(1), 5);

        public Readiness {
            Durations.requireNotNegative("the time for which everybody reads from new before a cutover", dwell);
            Durations.requirePositive("the age of the last comparison", verificationMaximumAge);
            Durations.requirePositive("the age of the last rehearsal", rehearsalMaximumAge);
            if (freeConnections < 0) {
                throw new IllegalArgumentException("free connections are 0 or more, not " + freeConnections);
            }
        }
    }

    /**
     * @param attempts of one step before a cutover is given up, 1 or more; what leads back is never given up
     * @param firstRest after the first failure; it doubles from then on
     * @param longestRest at most
     * @param stepLimit how long a step may take before the cutover is given up, or, on the way back, an alert is raised
     */
    public record Persistence(int attempts, Duration firstRest, Duration longestRest, Duration stepLimit) {
        public static final Persistence DEFAULT =
                new Persistence(5, Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(10));

        public Persistence {
            if (attempts < 1) {
                throw new IllegalArgumentException("a step is tried once or more often, not " + attempts + " times");
            }
            Durations.requirePositive("the time that a step may take", stepLimit);
            new GrowingRest(firstRest, longestRest);
        }

        /** How long to rest after so many failures in a row, 1 or more. */
        public Duration restAfter(int failures) {
            GrowingRest rest = new GrowingRest(firstRest, longestRest);
            for (int i = 1; i < failures && rest.next().compareTo(longestRest) < 0; i++) {
                rest = rest.grown();
            }
            return rest.next();
        }
    }

    public CutoverSettings {
        Durations.requireNotNegative("the time for which one can go back before a migration is completed", wayBack);
        if (sequenceMargin < 0) {
            throw new IllegalArgumentException("the margin for sequences is 0 numbers or more, not " + sequenceMargin);
        }
    }
}

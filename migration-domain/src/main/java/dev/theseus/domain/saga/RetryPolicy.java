package dev.theseus.domain.saga;

import java.time.Duration;

/**
 * How often something is tried, and how long the rests are: each twice as long as the one before, up to a limit.
 *
 * @param attempts at least 1; after that many a step is given up, and a compensation is stuck
 * @param rests between attempts
 * @param whenStuck the rest between attempts of a compensation that is stuck: long, but not for ever
 */
public record RetryPolicy(int attempts, Rests rests, Duration whenStuck) {

    /** Five attempts within some seconds; what is stuck is tried four times an hour. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(5, new Rests(Duration.ofMillis(200), Duration.ofSeconds(30)), Duration.ofMinutes(15));

    /**
     * @param first after the first attempt, above zero
     * @param longest no less than the first
     */
    public record Rests(Duration first, Duration longest) {
        public Rests {
            if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException(
                        "A rest is longer than nothing and grows: not from " + first + " to " + longest);
            }
        }

        Duration after(int attempt) {
            Duration rest = first;
            for (int i = 1; i < attempt && rest.compareTo(longest) < 0; i++) {
                rest = rest.multipliedBy(2);
            }
            return rest.compareTo(longest) < 0 ? rest : longest;
        }
    }

    public RetryPolicy {
        if (attempts < 1 || whenStuck.isNegative() || whenStuck.isZero()) {
            throw new IllegalArgumentException(
                    "There is at least one attempt and a rest when stuck; got " + attempts + " and " + whenStuck);
        }
    }

    /** No second attempt. */
    public static RetryPolicy once() {
        return new RetryPolicy(1, DEFAULT.rests(), DEFAULT.whenStuck());
    }

    boolean isLast(int attempt) {
        return attempt >= attempts;
    }

    /** Before the next attempt of a step. */
    Duration restAfter(int attempt) {
        return rests.after(attempt);
    }

    /** Before the next attempt of a compensation. */
    Duration restOfCompensationAfter(int attempt) {
        return isLast(attempt) ? whenStuck : rests.after(attempt);
    }
}

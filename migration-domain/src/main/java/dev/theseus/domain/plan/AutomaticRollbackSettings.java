package dev.theseus.domain.plan;

import java.time.Duration;

/**
 * When a migration goes back by itself.
 *
 * @param mode whether it does
 * @param window of time over which errors are counted, more than zero
 * @param errorRate the share of requests to new that may fail within it, 0 to 1
 * @param minimumRequests within it, below which nothing is concluded, 1 or more
 * @param guard against going back again and again
 */
public record AutomaticRollbackSettings(
        Mode mode, Duration window, double errorRate, long minimumRequests, Guard guard) {

    public static final AutomaticRollbackSettings DEFAULT =
            new AutomaticRollbackSettings(Mode.ON, Duration.ofMinutes(5), 0.05, 100, Guard.DEFAULT);

    /** Whether a migration goes back by itself. */
    public enum Mode {
        ON,
        /** It only says what it would have done. */
        DRY,
        OFF
    }

    /**
     * @param rollbacks by itself within the period, 1 or more; after that it is a person's to decide
     * @param period more than zero
     */
    public record Guard(int rollbacks, Duration period) {
        public static final Guard DEFAULT = new Guard(2, Duration.ofHours(6));

        public Guard {
            if (rollbacks < 1) {
                throw new IllegalArgumentException(
                        "automatic rollbacks within a period are 1 or more, not " + rollbacks);
            }
            if (!period.isPositive()) {
                throw new IllegalArgumentException(
                        "the period that guards automatic rollbacks is more than zero, not " + period);
            }
        }
    }

    public AutomaticRollbackSettings {
        if (!window.isPositive()) {
            throw new IllegalArgumentException("the window of automatic rollbacks is more than zero, not " + window);
        }
        Shares.require("the error rate of automatic rollbacks", errorRate);
        if (minimumRequests < 1) {
            throw new IllegalArgumentException(
                    "automatic rollbacks are judged by 1 request or more, not " + minimumRequests);
        }
    }
}

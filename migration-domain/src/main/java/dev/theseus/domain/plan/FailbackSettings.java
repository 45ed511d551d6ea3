package dev.theseus.domain.plan;

import java.time.Duration;

/**
 * How reads come back to new after they failed there.
 *
 * @param deadline after which it is not waited any longer that they do, more than zero
 * @param compare what is compared before they do
 */
public record FailbackSettings(Duration deadline, Compare compare) {

    public static final FailbackSettings DEFAULT = new FailbackSettings(Duration.ofMinutes(10), Compare.TOUCHED);

    /** What is compared. */
    public enum Compare {
        /**
         * The rows that were brought over since shortly before reads failed, and all tables if one of these rows was
         * lost.
         */
        TOUCHED,
        /** All tables, whatever happened. */
        ALL
    }

    public FailbackSettings {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("the deadline of a failback is more than zero, not " + deadline);
        }
    }
}

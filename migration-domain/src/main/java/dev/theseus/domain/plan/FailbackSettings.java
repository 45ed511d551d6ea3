package dev.theseus.domain.plan;

import java.time.Duration;

/**
 * How reads come back to new after they failed there.
 *
 * @param deadline after which it is not waited any longer that they do, more than zero
 */
public record FailbackSettings(Duration deadline) {

    public static final FailbackSettings DEFAULT = new FailbackSettings(Duration.ofMinutes(10));

    public FailbackSettings {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("the deadline of a failback is more than zero, not " + deadline);
        }
    }
}

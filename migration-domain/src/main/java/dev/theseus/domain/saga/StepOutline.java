package dev.theseus.domain.saga;

import java.time.Duration;

/**
 * What has to be known of a step to decide; what it does is said elsewhere.
 *
 * @param name unique among the steps; 1 to 60 characters
 * @param deadline how long the step may take, with all attempts and rests; a single attempt of its compensation may
 *     take as long
 * @param retries of the step, and of its compensation
 * @param undo whether there is anything to take back
 */
public record StepOutline(String name, Duration deadline, RetryPolicy retries, Undo undo) {

    /** How long a step may take when nothing is said. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(1);

    /** Whether a step is taken back. */
    public enum Undo {
        COMPENSATION,
        NOTHING_TO_UNDO
    }

    public StepOutline {
        if (name.isBlank() || name.length() > 60) {
            throw new IllegalArgumentException("A step is named by 1 to 60 characters; got \"" + name + "\"");
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("The step \"" + name + "\" needs time; got " + deadline);
        }
    }
}

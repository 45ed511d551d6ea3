package dev.theseus.domain.plan;

import java.time.Duration;
import java.util.List;

/**
 * How reads are brought over to new by itself, step by step.
 *
 * @param steps at least one; their percentages grow
 * @param mode whether a step that went well leads to the next one at once
 * @param limits what must be measured at a step before the next one
 * @param retry what happens when the gate of a step fails
 */
public record RolloutSettings(List<Step> steps, Mode mode, Limits limits, Retry retry) {

    public static final RolloutSettings DEFAULT = new RolloutSettings(
            List.of(Step.at(1), Step.at(5), Step.at(10), Step.at(50), Step.at(100)),
            Mode.AUTOMATIC,
            Limits.DEFAULT,
            Retry.DEFAULT);

    /** Whether a person stands between two steps. */
    public enum Mode {
        AUTOMATIC,
        /** Each step but the first waits until it is approved. */
        APPROVAL
    }

    /**
     * @param percentage of the eligible subjects that read from new, above 0 to 100
     * @param dwell for how long it is measured, more than zero
     */
    public record Step(double percentage, Duration dwell) {
        private static final Duration USUAL_DWELL = Duration.ofMinutes(10);

        public Step {
            if (!(percentage > 0 && percentage <= 100)) {
                throw new IllegalArgumentException(
                        "a step of a rollout is more than 0 and at most 100 %, not " + percentage);
            }
            if (!dwell.isPositive()) {
                throw new IllegalArgumentException("a step of a rollout dwells for more than zero, not " + dwell);
            }
        }

        /** With the usual time to dwell, 10 minutes. */
        public static Step at(double percentage) {
            return new Step(percentage, USUAL_DWELL);
        }
    }

    /**
     * @param minimumReads of new, below which nothing is proven, 1 or more
     * @param errorRate the share of reads routed to new that new did not answer, 0 to 1
     * @param latencyRatio the mean time of a read of new over that of a read of old, more than 0
     * @param mismatchRate the share of shadow reads that truly differ, 0 to 1
     */
    public record Limits(long minimumReads, double errorRate, double latencyRatio, double mismatchRate) {
        public static final Limits DEFAULT = new Limits(100, 0.01, 2, 0);

        public Limits {
            if (minimumReads < 1) {
                throw new IllegalArgumentException("a step is judged by 1 read or more, not " + minimumReads);
            }
            Shares.require("the error rate of a step", errorRate);
            Shares.require("the mismatch rate of a step", mismatchRate);
            if (!(latencyRatio > 0)) {
                throw new IllegalArgumentException("the latency ratio of a step is more than 0, not " + latencyRatio);
            }
        }
    }

    /**
     * @param attempts at one step that may fail before it is given up, 1 or more
     * @param rest at the last good percentage before the step is tried again, more than zero
     */
    public record Retry(int attempts, Duration rest) {
        public static final Retry DEFAULT = new Retry(2, Duration.ofMinutes(1));

        public Retry {
            if (attempts < 1) {
                throw new IllegalArgumentException("a step is tried once or more often, not " + attempts + " times");
            }
            if (!rest.isPositive()) {
                throw new IllegalArgumentException(
                        "the rest before a step is tried again is more than zero, not " + rest);
            }
        }
    }

    public RolloutSettings {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a rollout has one step or more");
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).percentage() <= steps.get(i - 1).percentage()) {
                throw new IllegalArgumentException("the steps of a rollout grow: "
                        + steps.get(i).percentage() + " % can't follow "
                        + steps.get(i - 1).percentage() + " %");
            }
        }
    }
}

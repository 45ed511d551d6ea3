package dev.theseus.domain.rollout;

import dev.theseus.domain.plan.RolloutSettings.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a step of a rollout went well. It fails on what new did: errors, slowness, answers that differ. What is only
 * not known yet, or what routing takes care of by itself as a relay that lags, keeps it closed: then it is looked at
 * again later.
 */
public final class StepGate {

    private StepGate() {}

    /**
     * What the gate asks for at a step.
     *
     * @param since when its percentage took effect; earlier counts don't belong to it
     * @param dwell for how long it is measured
     * @param limits of the rollout
     * @param maximumLag of the relay
     * @param oldMean the mean time of a read of old at an earlier step: where all read from new, nothing else is left
     *     to compare with
     */
    public record Asked(
            Instant since, Duration dwell, Limits limits, Duration maximumLag, Optional<Duration> oldMean) {}

    /** What the gate says. */
    public sealed interface Verdict {

        /** It went well. */
        record Passed() implements Verdict {}

        /**
         * It can't be said yet.
         *
         * @param missing what is missing, for people; at least one
         * @param rest after which it makes sense to look again; more than zero
         */
        record Unproven(List<String> missing, Duration rest) implements Verdict {
            public Unproven {
                missing = List.copyOf(missing);
            }
        }

        /** @param reasons why it did not go well, for people; at least one */
        record Failed(List<String> reasons) implements Verdict {
            public Failed {
                reasons = List.copyOf(reasons);
            }
        }
    }

    public static Verdict check(Asked asked, TrafficEvidence evidence) {
        List<String> reasons = failures(asked, evidence);
        if (!reasons.isEmpty()) {
            return new Verdict.Failed(reasons);
        }
        List<String> missing = missing(asked, evidence);
        return missing.isEmpty()
                ? new Verdict.Passed()
                : new Verdict.Unproven(missing, rest(asked.dwell(), evidence.covered()));
    }

    /** Few reads prove no failure either: one of two would be half of them. */
    private static List<String> failures(Asked asked, TrafficEvidence evidence) {
        List<String> reasons = new ArrayList<>();
        Limits limits = asked.limits();
        if (evidence.readsOfNew() >= limits.minimumReads() && evidence.readErrorRate() > limits.errorRate()) {
            reasons.add("%s of %d reads of new failed, at most %s are allowed"
                    .formatted(percent(evidence.readErrorRate()), evidence.readsOfNew(), percent(limits.errorRate())));
        }
        if (evidence.counts().mismatches() > 0 && evidence.mismatchRate() > limits.mismatchRate()) {
            reasons.add("%d of %d shadow reads differed, at most %s are allowed"
                    .formatted(
                            evidence.counts().mismatches(),
                            evidence.counts().shadowed(),
                            percent(limits.mismatchRate())));
        }
        latency(asked, evidence).ifPresent(reasons::add);
        return reasons;
    }

    private static Optional<String> latency(Asked asked, TrafficEvidence evidence) {
        Limits limits = asked.limits();
        Optional<Duration> old = evidence.oldMean(limits.minimumReads()).or(asked::oldMean);
        return evidence.newMean(limits.minimumReads())
                .flatMap(target -> old.filter(o -> target.toNanos() > o.toNanos() * limits.latencyRatio())
                        .map(o -> "a read of new takes %.1f ms, one of old %.1f ms; at most %s times as long is allowed"
                                .formatted(millis(target), millis(o), limits.latencyRatio())));
    }

    private static List<String> missing(Asked asked, TrafficEvidence evidence) {
        List<String> missing = new ArrayList<>();
        if (evidence.from().isBefore(asked.since())) {
            missing.add("the figures are from before this step");
        } else if (evidence.covered().compareTo(asked.dwell()) < 0) {
            missing.add("it was measured for %d of %d s"
                    .formatted(evidence.covered().toSeconds(), asked.dwell().toSeconds()));
        }
        if (evidence.readsOfNew() < asked.limits().minimumReads()) {
            missing.add("%d reads of new were counted, at least %d are asked for"
                    .formatted(evidence.readsOfNew(), asked.limits().minimumReads()));
        }
        if (evidence.lag().compareTo(asked.maximumLag()) > 0) {
            missing.add("the relay lags by %d ms, at most %d ms are allowed"
                    .formatted(evidence.lag().toMillis(), asked.maximumLag().toMillis()));
        }
        return missing;
    }

    /** What is missing of the time to dwell; where that is over, some of it, so that not every second has its event. */
    private static Duration rest(Duration dwell, Duration covered) {
        Duration lacking = dwell.minus(covered);
        Duration rest = lacking.isPositive() ? lacking : dwell.dividedBy(4);
        return rest.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : rest;
    }

    private static String percent(double share) {
        return "%.2f %%".formatted(100 * share);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1_000_000.0;
    }
}

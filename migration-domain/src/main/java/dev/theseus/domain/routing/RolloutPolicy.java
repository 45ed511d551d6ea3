package dev.theseus.domain.routing;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who reads from the new database, and what is watched meanwhile. It is changed at run time by a command.
 *
 * @param percentage of the eligible subjects that read from new, 0 to 100
 * @param segments whose subjects are eligible; empty: all
 * @param regions whose requests are eligible; empty: all
 * @param services that are eligible; empty: all
 * @param dualWrites whether a write is applied to new at once; if off, the relay alone brings it over
 * @param shadowReads whether reads that old answers are repeated on new, to compare
 * @param shadowSample share of those reads that is repeated, 0 to 1
 * @param checkSample share of writes after which the written rows are compared, 0 to 1
 * @param maximumLag how far new may be behind old before reads go to old; more than zero
 */
public record RolloutPolicy(
        double percentage,
        Set<String> segments,
        Set<String> regions,
        Set<String> services,
        Switch dualWrites,
        Switch shadowReads,
        double shadowSample,
        double checkSample,
        Duration maximumLag) {

    /** Nobody reads from new; writes are applied to both; nothing is sampled. */
    public static final RolloutPolicy NOBODY = new RolloutPolicy(
            0, Set.of(), Set.of(), Set.of(), Switch.ON, Switch.OFF, 0.01, 0.01, Duration.ofSeconds(5));

    /** Whether something is done. */
    public enum Switch {
        ON,
        OFF
    }

    public RolloutPolicy {
        segments = sorted(segments);
        regions = sorted(regions);
        services = sorted(services);
        requireWithin("The percentage of a rollout", percentage, 100);
        requireWithin("The share of shadow reads", shadowSample, 1);
        requireWithin("The share of checked writes", checkSample, 1);
        if (maximumLag.isNegative() || maximumLag.isZero()) {
            throw new IllegalArgumentException(
                    "The maximum lag of a rollout must be more than zero, not " + maximumLag);
        }
    }

    /** What is stored must not depend on the order in which a set happens to be walked through. */
    private static Set<String> sorted(Set<String> names) {
        return Collections.unmodifiableSet(new TreeSet<>(names));
    }

    private static void requireWithin(String what, double value, int highest) {
        // written so that NaN is refused as well
        if (!(value >= 0 && value <= highest)) {
            throw new IllegalArgumentException(what + " must be between 0 and " + highest + ", not " + value);
        }
    }

    /** Whether somebody reads from new by this policy who did not by the one before. */
    public boolean letsInMoreThan(RolloutPolicy before) {
        return percentage > 0
                && (percentage > before.percentage
                        || isWider(segments, before.segments)
                        || isWider(regions, before.regions)
                        || isWider(services, before.services));
    }

    /** No names at all mean everybody. */
    private static boolean isWider(Set<String> names, Set<String> before) {
        return !before.isEmpty() && (names.isEmpty() || !before.containsAll(names));
    }

    public RolloutPolicy withShadowReads(Switch changed) {
        return new RolloutPolicy(
                percentage, segments, regions, services, dualWrites, changed, shadowSample, checkSample, maximumLag);
    }

    /** The same, with nothing of the service's going to new: neither reads nor writes, not even to compare. */
    public RolloutPolicy withoutNew() {
        return new RolloutPolicy(
                0, segments, regions, services, Switch.OFF, Switch.OFF, shadowSample, checkSample, maximumLag);
    }

    /** Whether every read goes to new that nothing else keeps away from it. */
    public boolean letsEverybodyIn() {
        return percentage >= 100 && segments.isEmpty() && regions.isEmpty() && services.isEmpty();
    }

    public RolloutPolicy withPercentage(double changed) {
        return new RolloutPolicy(
                changed, segments, regions, services, dualWrites, shadowReads, shadowSample, checkSample, maximumLag);
    }
}

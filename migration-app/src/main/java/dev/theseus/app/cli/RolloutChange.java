package dev.theseus.app.cli;

import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be changed of a rollout; what is empty keeps its value.
 *
 * @param readers who reads from new
 * @param watch how that is watched
 * @param dualWrites whether writes are applied to new at once
 * @param maximumLag how far new may be behind
 */
public record RolloutChange(Readers readers, Watch watch, Optional<Switch> dualWrites, Optional<Duration> maximumLag) {

    /** As in {@link RolloutPolicy}; no names at all mean everybody. */
    public record Readers(
            Optional<Double> percentage,
            Optional<Set<String>> segments,
            Optional<Set<String>> regions,
            Optional<Set<String>> services) {}

    /** As in {@link RolloutPolicy}. */
    public record Watch(Optional<Switch> shadowReads, Optional<Double> shadowSample, Optional<Double> checkSample) {}

    /** @throws BadInput if a value is out of its range */
    public RolloutPolicy of(RolloutPolicy before) {
        try {
            return new RolloutPolicy(
                    readers.percentage().orElse(before.percentage()),
                    readers.segments().orElse(before.segments()),
                    readers.regions().orElse(before.regions()),
                    readers.services().orElse(before.services()),
                    dualWrites.orElse(before.dualWrites()),
                    watch.shadowReads().orElse(before.shadowReads()),
                    watch.shadowSample().orElse(before.shadowSample()),
                    watch.checkSample().orElse(before.checkSample()),
                    maximumLag.orElse(before.maximumLag()));
        } catch (IllegalArgumentException outOfRange) {
            throw new BadInput(String.valueOf(outOfRange.getMessage()));
        }
    }
}

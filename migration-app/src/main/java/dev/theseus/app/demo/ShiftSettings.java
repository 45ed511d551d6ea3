package dev.theseus.app.demo;

import java.time.Duration;
import java.util.List;

/**
 * How the reads are shifted to new.
 *
 * @param percentages of the rollout, one after the other; the reads stay on old if there is none
 * @param dwell at each of them
 * @param outage how long new is away at the last of them
 * @param shadowSample share of the reads that is repeated on new before, above 0 to 1
 */
public record ShiftSettings(List<Double> percentages, Duration dwell, Duration outage, double shadowSample) {

    public static final ShiftSettings DEFAULT =
            new ShiftSettings(List.of(1.0, 5.0, 10.0, 50.0, 100.0), Duration.ofSeconds(5), Duration.ofSeconds(4), 0.1);

    public static final ShiftSettings NONE = new ShiftSettings(List.of(), Duration.ZERO, Duration.ZERO, 0.1);

    public ShiftSettings {
        percentages = List.copyOf(percentages);
    }
}

package dev.theseus.app.server.watch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was measured at a moment, for charts. Rates are those of all nodes together, between the last two signs of life
 * of each.
 *
 * @param lagMillis age of the oldest change that is not in new; null if that is not known
 * @param logEntries in the change log; null if that is not known
 * @param setAside changes that can't be applied; null if that is not known
 * @param percentage of the eligible subjects that read from new
 * @param reads per second
 * @param writesPerSecond through gateways
 * @param mismatches found by nodes so far
 * @param copiedRowsPerSecond of all tables together
 */
public record Sample(
        Instant at,
        @Nullable Long lagMillis,
        @Nullable Long logEntries,
        @Nullable Long setAside,
        double percentage,
        Reads reads,
        double writesPerSecond,
        long mismatches,
        double copiedRowsPerSecond) {

    /**
     * Reads through gateways.
     *
     * @param oldPerSecond answered by old because they were routed there
     * @param newPerSecond answered by new
     * @param fallbacksPerSecond routed to new and answered by old
     * @param failuresPerSecond requests to new that nothing could be fallen back to
     * @param oldLatency how long one took on old; null if there was none
     * @param newLatency how long one took on new; null if there was none
     */
    public record Reads(
            double oldPerSecond,
            double newPerSecond,
            double fallbacksPerSecond,
            double failuresPerSecond,
            @Nullable Latency oldLatency,
            @Nullable Latency newLatency) {}

    /**
     * How long reads took.
     *
     * @param meanMicros on average
     * @param p50Micros half of them took no longer, at most 25 % too high; null if the nodes don't say it
     * @param p99Micros 99 of 100 took no longer, at most 25 % too high; null if the nodes don't say it
     */
    public record Latency(
            long meanMicros,
            @Nullable Long p50Micros,
            @Nullable Long p99Micros) {}
}

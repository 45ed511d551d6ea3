package dev.theseus.app.server.watch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was measured at a moment, for charts. Rates are those since the sample before, of all nodes together.
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
     * @param oldMeanMicros how long one took on old, on average; null if there was none
     * @param newMeanMicros how long one took on new, on average; null if there was none
     */
    public record Reads(
            double oldPerSecond,
            double newPerSecond,
            double fallbacksPerSecond,
            double failuresPerSecond,
            @Nullable Long oldMeanMicros,
            @Nullable Long newMeanMicros) {}
}

package dev.theseus.domain.rollout;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What all nodes together counted within a stretch of time.
 *
 * @param from its beginning
 * @param until its end, not before its beginning
 * @param counts within it
 * @param lag of the relay at its end
 */
public record TrafficEvidence(Instant from, Instant until, NodeCounts counts, Duration lag) {

    /** Where nothing was measured yet. */
    public static TrafficEvidence none(Instant now) {
        return new TrafficEvidence(now, now, NodeCounts.ZERO, Duration.ZERO);
    }

    public Duration covered() {
        return Duration.between(from, until);
    }

    /** Reads that were routed to new, whoever answered them. */
    public long readsOfNew() {
        return counts.readsNew() + readsFailed();
    }

    /** The share of them that new did not answer, 0 to 1. */
    public double readErrorRate() {
        return share(readsFailed(), readsOfNew());
    }

    /** Reads that were routed to new, and writes where new has authority. */
    public long requestsOfNew(Side authority) {
        return readsOfNew() + writesOfNew(authority);
    }

    /** The share of them that failed, 0 to 1. */
    public double requestErrorRate(Side authority) {
        long failed = authority == Side.NEW ? readsFailed() + counts.failures().writes() : readsFailed();
        return share(failed, requestsOfNew(authority));
    }

    /** The share of the shadow reads that truly differed, 0 to 1. */
    public double mismatchRate() {
        return share(counts.mismatches(), counts.shadowed());
    }

    /**
     * The mean time of a read of old.
     *
     * @param minimumReads with fewer it says nothing
     */
    public Optional<Duration> oldMean(long minimumReads) {
        return mean(counts.times().oldMicros(), counts.readsOld(), minimumReads);
    }

    /** The mean time of a read of new; see {@link #oldMean}. */
    public Optional<Duration> newMean(long minimumReads) {
        return mean(counts.times().newMicros(), counts.readsNew(), minimumReads);
    }

    private long writesOfNew(Side authority) {
        return authority == Side.NEW ? counts.writes() + counts.failures().writes() : 0;
    }

    private long readsFailed() {
        return counts.fallbacks() + counts.failures().reads();
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static Optional<Duration> mean(long micros, long reads, long minimumReads) {
        return reads < Math.max(1, minimumReads)
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(micros * 1_000 / reads));
    }
}

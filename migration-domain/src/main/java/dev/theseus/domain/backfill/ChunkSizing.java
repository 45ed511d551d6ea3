package dev.theseus.domain.backfill;

import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import java.time.Duration;

/**
 * How large the next chunk of a table should be. A chunk is one transaction on each server: small enough that its
 * snapshot and its loss don't matter, large enough that its begin and end don't. The size follows the time that the
 * last chunk took, rate limit included, towards {@link #AIM}; it at most doubles and at most falls to a quarter at a
 * time, and stays between {@link #SMALLEST} and the plan's chunk size.
 *
 * @param limit the plan's chunk size
 * @param wantedBytes about how large the next chunk should be
 */
public record ChunkSizing(ChunkSize limit, long wantedBytes) {

    /** How long a chunk should take. */
    public static final Duration AIM = Duration.ofSeconds(2);

    /** No chunk is wanted smaller than this, in bytes, unless the plan says so. */
    public static final long SMALLEST = 1L << 20;

    private static final long FIRST = 8L << 20;
    private static final double MOST_GROWTH = 2;
    private static final double MOST_SHRINKING = 0.25;

    public ChunkSizing {
        wantedBytes = Math.clamp(wantedBytes, Math.min(SMALLEST, limit.bytes()), limit.bytes());
    }

    /** Begins with a moderate size, since nothing is known of the table yet. */
    public static ChunkSizing starting(ChunkSize limit) {
        return new ChunkSizing(limit, FIRST);
    }

    /** @param worked how long a chunk of the wanted size took */
    public ChunkSizing after(Duration worked) {
        double ratio = (double) AIM.toNanos() / Math.max(1, worked.toNanos());
        double change = Math.clamp(ratio, MOST_SHRINKING, MOST_GROWTH);
        return new ChunkSizing(limit, Math.round(wantedBytes * change));
    }
}

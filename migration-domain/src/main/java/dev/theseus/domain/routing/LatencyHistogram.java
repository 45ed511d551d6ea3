package dev.theseus.domain.routing;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import java.util.function.LongBinaryOperator;

/**
 * How many reads took how long, in steps of a quarter of each doubling: a percentile read from it is at most 25 % more
 * than it truly was. What took longer than four seconds counts as that long.
 *
 * @param counts of reads, by the longest time in microseconds that counts to a step; steps without reads are left out
 */
public record LatencyHistogram(SortedMap<Long, Long> counts) {

    public static final LatencyHistogram NONE = new LatencyHistogram(new TreeMap<>());

    private static final int DOUBLINGS = 17;
    private static final int PARTS = 4;

    /** Of steps. */
    public static final int STEPS = 1 + DOUBLINGS * PARTS;

    private static final long SHORTEST = 32;

    public LatencyHistogram {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    /** @param count of each step, from 0 on */
    public static LatencyHistogram of(IntToLongFunction count) {
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (int step = 0; step < STEPS; step++) {
            long reads = count.applyAsLong(step);
            if (reads != 0) {
                counts.put(longest(step), reads);
            }
        }
        return new LatencyHistogram(counts);
    }

    /** The step to which a time counts. */
    public static int step(long micros) {
        if (micros < SHORTEST) {
            return 0;
        }
        int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros / SHORTEST);
        int part = (int) (micros * PARTS / (SHORTEST << doubling)) - PARTS;
        return Math.min(1 + doubling * PARTS + part, STEPS - 1);
    }

    private static long longest(int step) {
        int doubling = (step - 1) / PARTS;
        int part = (step - 1) % PARTS;
        return step == 0 ? SHORTEST - 1 : ((SHORTEST << doubling) / PARTS) * (PARTS + part + 1) - 1;
    }

    /** Both together. */
    public LatencyHistogram plus(LatencyHistogram other) {
        return combined(other, Long::sum);
    }

    /** What was counted since an earlier look at the same node: all of it, if the node was started anew between. */
    public LatencyHistogram since(LatencyHistogram earlier) {
        LatencyHistogram more = combined(earlier, (now, before) -> now - before);
        return more.counts.values().stream().anyMatch(c -> c < 0) ? this : more;
    }

    private LatencyHistogram combined(LatencyHistogram other, LongBinaryOperator by) {
        SortedMap<Long, Long> both = new TreeMap<>(counts);
        other.counts.forEach((longest, count) -> both.put(longest, by.applyAsLong(of(longest), count)));
        both.values().removeIf(count -> count == 0);
        return new LatencyHistogram(both);
    }

    private long of(long longest) {
        return counts.getOrDefault(longest, 0L);
    }

    /**
     * The time that a share of the reads did not exceed.
     *
     * @param share above 0, at most 1
     * @return microseconds; empty if there was no read
     */
    public OptionalLong percentile(double share) {
        long reads = counts.values().stream().mapToLong(Long::longValue).sum();
        long wanted = Math.max(1, (long) Math.ceil(reads * share));
        long passed = 0;
        for (Map.Entry<Long, Long> step : counts.entrySet()) {
            passed += step.getValue();
            if (passed >= wanted) {
                return OptionalLong.of(step.getKey());
            }
        }
        return OptionalLong.empty();
    }
}

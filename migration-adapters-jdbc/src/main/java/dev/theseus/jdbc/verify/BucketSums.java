package dev.theseus.jdbc.verify;

import java.util.BitSet;

/**
 * The number of rows and the folded digest of each bucket of one side. A row's bucket follows from its key alone, so
 * the same row falls into the same bucket on both sides. Not safe for several threads.
 */
final class BucketSums {

    private static final int MOST_BUCKETS = 1 << 16;

    private final Fold fold;
    private final long[] rows;
    private final long[] sums;

    BucketSums(Fold fold, int buckets) {
        this.fold = fold;
        this.rows = new long[buckets];
        this.sums = new long[buckets];
    }

    /** A power of two, so that a bucket is some bits of the key's digest. */
    static int buckets(long expectedRows, int rowsPerBucket) {
        long wanted = Math.max(1, expectedRows / rowsPerBucket);
        return wanted >= MOST_BUCKETS ? MOST_BUCKETS : Math.toIntExact(Long.highestOneBit(2 * wanted - 1));
    }

    void add(int bucket, long count, long sum) {
        rows[bucket] += count;
        sums[bucket] = fold.combine(sums[bucket], sum);
    }

    void add(BucketSums other) {
        for (int bucket = 0; bucket < rows.length; bucket++) {
            add(bucket, other.rows[bucket], other.sums[bucket]);
        }
    }

    /** The buckets in which the two sides are not known to hold the same rows. */
    BitSet differing(BucketSums other) {
        BitSet differing = new BitSet(rows.length);
        for (int bucket = 0; bucket < rows.length; bucket++) {
            differing.set(bucket, rows[bucket] != other.rows[bucket] || sums[bucket] != other.sums[bucket]);
        }
        return differing;
    }

    int buckets() {
        return rows.length;
    }

    long rows(int bucket) {
        return rows[bucket];
    }

    long rows() {
        long all = 0;
        for (long some : rows) {
            all += some;
        }
        return all;
    }
}

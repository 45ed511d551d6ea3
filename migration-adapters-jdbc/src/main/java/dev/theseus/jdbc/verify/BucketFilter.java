package dev.theseus.jdbc.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/**
 * Some of the buckets of a table.
 *
 * @param buckets how many there are in all
 * @param chosen which of them
 */
record BucketFilter(int buckets, BitSet chosen) {

    /** The condition that a row is in one of these buckets. */
    String condition(SideTable table) {
        if (chosen.cardinality() == buckets) {
            return "true";
        }
        // get_bit refuses to look beyond the end, so bits that are not set are written too
        byte[] bits = Arrays.copyOf(chosen.toByteArray(), buckets / Byte.SIZE + 1);
        return "get_bit('\\x%s'::bytea, (%s & %d)::int) = 1"
                .formatted(HexFormat.of().formatHex(bits), table.keyDigest(), buckets - 1);
    }

    /** The buckets that differ, in groups of at most so many rows, so that what is spooled at a time is bounded. */
    static List<BucketFilter> slices(TableScan.Sums sums, long maximumRows) {
        List<BucketFilter> slices = new ArrayList<>();
        int buckets = sums.old().buckets();
        BitSet slice = new BitSet(buckets);
        long rows = 0;
        for (int bucket : sums.differing().stream().toArray()) {
            long more = Math.max(sums.old().rows(bucket), sums.target().rows(bucket));
            if (rows > 0 && rows + more > maximumRows) {
                slices.add(new BucketFilter(buckets, slice));
                slice = new BitSet(buckets);
                rows = 0;
            }
            slice.set(bucket);
            rows += more;
        }
        slices.add(new BucketFilter(buckets, slice));
        return slices;
    }
}

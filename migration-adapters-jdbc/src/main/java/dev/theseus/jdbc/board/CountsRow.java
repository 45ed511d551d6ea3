package dev.theseus.jdbc.board;

import dev.theseus.domain.routing.LatencyHistogram;
import dev.theseus.domain.routing.NodeReports.Failures;
import dev.theseus.domain.routing.NodeReports.Latencies;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeReports.Times;
import java.sql.Array;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The form of a node's counts: an array, in the order of the record; after them how many steps the histogram of old
 * has, then the steps of old and of new, each as its longest time and its count.
 */
final class CountsRow {

    private static final int COMPONENTS = 12;

    private CountsRow() {}

    static Long[] of(NodeBeat beat) {
        SortedMap<Long, Long> old = beat.latencies().old().counts();
        LongStream steps = LongStream.concat(
                LongStream.of(old.size()),
                LongStream.concat(flat(old), flat(beat.latencies().target().counts())));
        return LongStream.concat(of(beat.counts()), steps).boxed().toArray(Long[]::new);
    }

    private static LongStream flat(SortedMap<Long, Long> steps) {
        return steps.entrySet().stream().flatMapToLong(step -> LongStream.of(step.getKey(), step.getValue()));
    }

    private static LongStream of(NodeCounts counts) {
        return LongStream.of(
                counts.readsOld(),
                counts.readsNew(),
                counts.fallbacks(),
                counts.writes(),
                counts.writesLeft(),
                counts.shadowed(),
                counts.lagging(),
                counts.mismatches(),
                counts.failures().reads(),
                counts.failures().writes(),
                counts.times().oldMicros(),
                counts.times().newMicros());
    }

    static NodeCounts read(Array array) throws SQLException {
        // a node of an earlier version writes fewer, and one that has only left word yet none but the first
        long[] c = Stream.concat(Stream.of((Long[]) array.getArray()), Stream.generate(() -> 0L))
                .limit(COMPONENTS)
                .mapToLong(Long::longValue)
                .toArray();
        return new NodeCounts(
                c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], new Failures(c[8], c[9]), new Times(c[10], c[11]));
    }

    /** None if the node is of a version that does not write them. */
    static Latencies readLatencies(Array array) throws SQLException {
        Long[] all = (Long[]) array.getArray();
        if (all.length <= COMPONENTS) {
            return Latencies.NONE;
        }
        int middle = COMPONENTS + 1 + 2 * Math.toIntExact(all[COMPONENTS]);
        return new Latencies(histogram(all, COMPONENTS + 1, middle), histogram(all, middle, all.length));
    }

    private static LatencyHistogram histogram(Long[] all, int from, int to) {
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (int i = from; i < to; i += 2) {
            counts.put(all[i], all[i + 1]);
        }
        return new LatencyHistogram(counts);
    }
}

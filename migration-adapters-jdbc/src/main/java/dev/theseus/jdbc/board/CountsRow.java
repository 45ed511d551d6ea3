package dev.theseus.jdbc.board;

import dev.theseus.domain.routing.NodeReports.Failures;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeReports.Times;
import java.sql.Array;
import java.sql.SQLException;
import java.util.stream.Stream;

/** The form of a node's counts: an array, in the order of the record. */
final class CountsRow {

    private static final int COMPONENTS = 12;

    private CountsRow() {}

    static Long[] of(NodeCounts counts) {
        return Stream.of(
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
                        counts.times().newMicros())
                .toArray(Long[]::new);
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
}

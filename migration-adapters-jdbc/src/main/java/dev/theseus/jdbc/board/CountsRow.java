package dev.theseus.jdbc.board;

import dev.theseus.domain.routing.NodeReports.NodeCounts;
import java.sql.Array;
import java.sql.SQLException;
import java.util.stream.Stream;

/** The form of a node's counts: an array, in the order of the record. */
final class CountsRow {

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
                        counts.mismatches())
                .toArray(Long[]::new);
    }

    static NodeCounts read(Array array) throws SQLException {
        Long[] c = (Long[]) array.getArray();
        return new NodeCounts(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]);
    }
}

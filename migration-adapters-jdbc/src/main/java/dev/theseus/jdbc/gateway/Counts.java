package dev.theseus.jdbc.gateway;

import dev.theseus.domain.routing.NodeReports.NodeCounts;
import java.util.concurrent.atomic.LongAdder;

/** What a node has counted since it started. Safe for several threads. */
final class Counts {

    final LongAdder readsOld = new LongAdder();
    final LongAdder readsNew = new LongAdder();
    final LongAdder fallbacks = new LongAdder();
    final LongAdder writes = new LongAdder();
    final LongAdder writesLeft = new LongAdder();
    final LongAdder shadowed = new LongAdder();
    final LongAdder lagging = new LongAdder();
    final LongAdder mismatches = new LongAdder();

    NodeCounts now() {
        return new NodeCounts(
                readsOld.sum(),
                readsNew.sum(),
                fallbacks.sum(),
                writes.sum(),
                writesLeft.sum(),
                shadowed.sum(),
                lagging.sum(),
                mismatches.sum());
    }
}

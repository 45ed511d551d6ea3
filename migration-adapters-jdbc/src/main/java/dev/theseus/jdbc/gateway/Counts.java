package dev.theseus.jdbc.gateway;

import dev.theseus.domain.routing.LatencyHistogram;
import dev.theseus.domain.routing.NodeReports.Failures;
import dev.theseus.domain.routing.NodeReports.Latencies;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeReports.Times;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What a node has counted since it started. Safe for several threads. */
final class Counts {

    private static final long NANOS_PER_MICRO = 1_000;

    final LongAdder readsOld = new LongAdder();
    final LongAdder readsNew = new LongAdder();
    final LongAdder fallbacks = new LongAdder();
    final LongAdder writes = new LongAdder();
    final LongAdder writesLeft = new LongAdder();
    final LongAdder shadowed = new LongAdder();
    final LongAdder lagging = new LongAdder();
    final LongAdder mismatches = new LongAdder();
    private final LongAdder readsFailed = new LongAdder();
    private final LongAdder writesFailed = new LongAdder();
    private final LongAdder oldNanos = new LongAdder();
    private final LongAdder newNanos = new LongAdder();
    private final AtomicLongArray oldSteps = new AtomicLongArray(LatencyHistogram.STEPS);
    private final AtomicLongArray newSteps = new AtomicLongArray(LatencyHistogram.STEPS);

    void readOld(long nanos) {
        readsOld.increment();
        oldNanos.add(nanos);
        oldSteps.incrementAndGet(LatencyHistogram.step(nanos / NANOS_PER_MICRO));
    }

    void readNew(long nanos) {
        readsNew.increment();
        newNanos.add(nanos);
        newSteps.incrementAndGet(LatencyHistogram.step(nanos / NANOS_PER_MICRO));
    }

    /** A read of new failed while new had authority. */
    void readFailed(Throwable error) {
        if (ServerFaults.isServerFault(error)) {
            readsFailed.increment();
        }
    }

    /** A write to new failed while new had authority. */
    void writeFailed(Throwable error) {
        if (ServerFaults.isServerFault(error)) {
            writesFailed.increment();
        }
    }

    NodeCounts now() {
        return new NodeCounts(
                readsOld.sum(),
                readsNew.sum(),
                fallbacks.sum(),
                writes.sum(),
                writesLeft.sum(),
                shadowed.sum(),
                lagging.sum(),
                mismatches.sum(),
                new Failures(readsFailed.sum(), writesFailed.sum()),
                new Times(oldNanos.sum() / NANOS_PER_MICRO, newNanos.sum() / NANOS_PER_MICRO));
    }

    Latencies latencies() {
        return new Latencies(LatencyHistogram.of(oldSteps::get), LatencyHistogram.of(newSteps::get));
    }
}

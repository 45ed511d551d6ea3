package dev.theseus.jdbc.shop;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts what all clients see. */
final class TrafficCount {

    private final LongAdder committed = new LongAdder();
    private final LongAdder rolledBack = new LongAdder();
    private final LongAdder conflicts = new LongAdder();
    private final LongAccumulator slowest = new LongAccumulator(Math::max, 0);
    private final Map<String, AtomicLong> errors = new ConcurrentHashMap<>();

    void committed(long nanos) {
        committed.increment();
        slowest.accumulate(nanos);
    }

    void rolledBack() {
        rolledBack.increment();
    }

    void conflict() {
        conflicts.increment();
    }

    void error(String state) {
        errors.computeIfAbsent(state, s -> new AtomicLong()).incrementAndGet();
    }

    TrafficFigures figures() {
        Map<String, Long> byState = new TreeMap<>();
        errors.forEach((state, number) -> byState.put(state, number.get()));
        return new TrafficFigures(
                committed.sum(), rolledBack.sum(), conflicts.sum(), byState, Duration.ofNanos(slowest.get()));
    }
}

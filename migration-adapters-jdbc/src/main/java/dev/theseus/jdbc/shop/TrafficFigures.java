package dev.theseus.jdbc.shop;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the clients saw.
 *
 * @param committed transactions
 * @param rolledBack transactions that a client gave up on purpose
 * @param conflicts transactions that the server ended because of each other (deadlock, serialisation)
 * @param errors other failures, of reads too, by SQLSTATE
 * @param slowest from begin to commit
 */
public record TrafficFigures(
        long committed, long rolledBack, long conflicts, Map<String, Long> errors, Duration slowest) {

    public TrafficFigures {
        errors = Map.copyOf(errors);
    }

    TrafficFigures plus(TrafficFigures other) {
        Map<String, Long> all = new TreeMap<>(errors);
        other.errors.forEach((state, number) -> all.merge(state, number, Long::sum));
        return new TrafficFigures(
                committed + other.committed,
                rolledBack + other.rolledBack,
                conflicts + other.conflicts,
                all,
                slowest.compareTo(other.slowest) > 0 ? slowest : other.slowest);
    }

    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}

package dev.theseus.jdbc.shop;

import java.time.Duration;
import java.util.Map;

/**
 * What the clients saw.
 *
 * @param committed transactions
 * @param rolledBack transactions that a client gave up on purpose
 * @param conflicts transactions that the server ended because of each other (deadlock, serialisation)
 * @param errors other failures, by SQLSTATE
 * @param slowest from begin to commit
 */
public record TrafficFigures(
        long committed, long rolledBack, long conflicts, Map<String, Long> errors, Duration slowest) {

    public TrafficFigures {
        errors = Map.copyOf(errors);
    }

    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}

package dev.theseus.jdbc.gateway;

import dev.theseus.domain.routing.ConsistencyToken;
import org.jspecify.annotations.Nullable;

/**
 * What came of a write.
 *
 * @param result what the work returned
 * @param token that reads carry which have to see this write
 * @param target whether new has it already
 */
public record Written<T extends @Nullable Object>(T result, ConsistencyToken token, OnTarget target) {

    /** Whether the rows are in new. */
    public enum OnTarget {
        /** They were applied at once, or written there. */
        APPLIED,
        /** The relay brings them over: new failed, was too slow, or dual writes are off. */
        LEFT_TO_RELAY,
        /** The caller's transaction is not at its end. */
        PENDING
    }
}

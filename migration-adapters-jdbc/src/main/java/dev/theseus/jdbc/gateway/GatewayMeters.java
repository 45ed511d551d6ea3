package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.Route;
import java.util.function.Consumer;

/**
 * Told of everything that can be metered, on the thread where it happens: often on a request's, so it must be fast and
 * must not throw. All durations are in nanoseconds. What has no event is in {@link Gateway#status}.
 */
public interface GatewayMeters {

    GatewayMeters NONE = new GatewayMeters() {};

    /**
     * A read was routed.
     *
     * @param route before any fallback
     */
    default void routed(Route route) {}

    /** A database answered a read or failed to; a fallback is a read of old as well. */
    default void read(Side side, Outcome outcome, long nanos) {}

    /** A read that was routed to new went to old. */
    default void fallback(Fallback reason) {}

    /** A transaction of the gateway's, from its begin to its end; not told where the service runs it. */
    default void write(Outcome outcome, long nanos) {}

    /**
     * Rows of a write that has committed are about to be applied to new; not told where that is left to the relay from
     * the beginning.
     *
     * @return told what became of them, on the same thread; it must not throw either
     */
    default Consumer<DualWrite> applies() {
        return outcome -> {};
    }

    /** Rows of a write that has committed were brought over at once, or left to the relay. */
    default void dualWrite(DualWrite outcome, long nanos) {}

    default void shadow(Shadow outcome) {}

    /** Rows were compared, after a write or in the background. */
    default void check(Check outcome) {}

    /** Whether work was done. */
    enum Outcome {
        DONE,
        FAILED
    }

    /** Why old answered instead of new. */
    enum Fallback {
        FAILED,
        TIME_LIMIT,
        BREAKER_OPEN,
        BULKHEAD_FULL
    }

    /** What became of the rows of a write. */
    enum DualWrite {
        APPLIED,
        /** Dual writes are off, the migration is in no phase for them, or no key was named. */
        NOT_WANTED,
        /** Left to the relay because new failed. */
        FAILED,
        /** Left to the relay because it took too long. */
        TIME_LIMIT,
        /** Left to the relay because the breaker is open. */
        BREAKER_OPEN,
        /** Left to the relay because as many are under way as are allowed. */
        SHARE_TAKEN,
        /** Left to the relay because others hold a row's lock, or new refused the row. */
        NOT_TAKEN;

        boolean isLeft() {
            return this != APPLIED && this != NOT_WANTED;
        }
    }

    /** What became of a shadow read. */
    enum Shadow {
        ALIKE,
        /** It differed while a change was under way. */
        LAGGING,
        MISMATCH,
        /** As many are under way as are allowed. */
        DROPPED,
        /** New, or the comparison, failed. */
        FAILED
    }

    /** What a comparison of rows came to. */
    enum Check {
        EQUAL,
        /** The rows changed all the time. */
        IN_FLIGHT,
        /** They differ, and were logged to be brought over again. */
        MISMATCH,
        DROPPED,
        FAILED
    }
}

package dev.theseus.jdbc.critical;

import org.jspecify.annotations.Nullable;

/**
 * A critical write that succeeded.
 *
 * @param result what the work returned
 * @param extent where it is
 */
public record CriticalWritten<T extends @Nullable Object>(T result, Extent extent) {

    /** Where a write is. */
    public enum Extent {
        IN_BOTH,
        /**
         * On the side that has authority: the other one is not kept in step yet, or not any more, or writes to it are
         * off. Like any other write.
         */
        ALONE
    }
}

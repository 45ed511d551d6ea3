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
        /** The migration has no new database to keep in step yet, or its writes to it are off: like any other write. */
        OLD_ALONE
    }
}

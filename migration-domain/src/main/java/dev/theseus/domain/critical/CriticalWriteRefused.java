package dev.theseus.domain.critical;

import org.jspecify.annotations.Nullable;

/** A critical write is in neither database: nothing was done, or it was taken back. It may be tried again. */
public final class CriticalWriteRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was attempted, what is known, and what the person can do; no row content
     * @param cause if an error of a database led to it
     */
    public CriticalWriteRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package dev.theseus.domain.critical;

import org.jspecify.annotations.Nullable;

/**
 * A critical write, or a read that wanted settled rows, met another critical write on its rows and did nothing. It may
 * be tried again.
 */
public final class CriticalRowsBusy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was attempted, what is known, and what the person can do; no row content
     * @param cause if an error of a database led to it
     */
    public CriticalRowsBusy(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

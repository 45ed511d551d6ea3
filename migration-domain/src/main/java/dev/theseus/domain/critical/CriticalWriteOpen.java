package dev.theseus.domain.critical;

import org.jspecify.annotations.Nullable;

/**
 * It is not settled whether a critical write will be in both databases or in neither. It must not be repeated blindly:
 * the recovery settles it, and the journal says how it stands.
 */
public final class CriticalWriteOpen extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was attempted, what is known, and what the person can do; no row content
     * @param cause if an error of a database led to it
     */
    public CriticalWriteOpen(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

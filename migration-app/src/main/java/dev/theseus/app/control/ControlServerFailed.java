package dev.theseus.app.control;

import org.jspecify.annotations.Nullable;

/** The control server of a directory can't be used. Says why, and what the person can do. */
public final class ControlServerFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ControlServerFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

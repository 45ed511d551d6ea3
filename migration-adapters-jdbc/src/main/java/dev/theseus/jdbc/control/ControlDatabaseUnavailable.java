package dev.theseus.jdbc.control;

/** The control database did not answer or refused. Says what was attempted, where, and what to look at. */
public final class ControlDatabaseUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ControlDatabaseUnavailable(String attempted, ControlAddress address, Throwable cause) {
        super(
                "The control database at %s could not %s: %s. Check that the server runs and that the role may create tables."
                        .formatted(address, attempted, cause.getMessage()),
                cause);
    }
}

package dev.theseus.messaging;

/**
 * The control database did not answer, or answered with what this version of Theseus can't read. What was asked was not
 * done, or was done and the answer got lost: a command may be repeated.
 */
public final class ControlDatabaseFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param cause what the stores threw */
    public ControlDatabaseFailed(Throwable cause) {
        super("The control database failed: " + cause.getMessage() + ". Check that it runs, then start again.", cause);
    }
}

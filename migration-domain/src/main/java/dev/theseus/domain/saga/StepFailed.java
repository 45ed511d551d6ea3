package dev.theseus.domain.saga;

/**
 * A step failed this time, and the reason may be told. Of any other exception only the class is kept: its message could
 * hold the contents of rows.
 */
public final class StepFailed extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason for people, without row contents: it is kept in the events */
    public StepFailed(String reason, Throwable cause) {
        super(reason, cause);
    }
}

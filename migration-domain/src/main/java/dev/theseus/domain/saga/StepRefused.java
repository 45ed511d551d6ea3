package dev.theseus.domain.saga;

/** A step can't be done for a reason of the business, and changed nothing: it is not tried again. */
public final class StepRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason for people, without row contents: it is kept in the events */
    public StepRefused(String reason) {
        super(reason);
    }
}

package dev.theseus.domain.largeobject;

/** An object store did not answer: nothing is known to be wrong with the request, and the same may succeed later. */
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param attempted as a phrase that follows "tried to" */
    public StoreUnavailable(String attempted, Throwable cause) {
        super("The object store did not answer (tried to " + attempted + ")", cause);
    }

    public StoreUnavailable(String attempted, String answer) {
        super("The object store did not answer (tried to " + attempted + "): " + answer);
    }
}

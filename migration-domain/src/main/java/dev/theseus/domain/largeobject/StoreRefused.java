package dev.theseus.domain.largeobject;

/** An object store answered, and would answer the same again. The message says what a person can do. */
public final class StoreRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreRefused(String message) {
        super(message);
    }
}

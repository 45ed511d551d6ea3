package dev.theseus.domain.access;

/** What the server keeps could not be read or written. The message is one line, with the remedy. */
public final class AccessStoreFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AccessStoreFailed(String message, Throwable cause) {
        super(message, cause);
    }
}

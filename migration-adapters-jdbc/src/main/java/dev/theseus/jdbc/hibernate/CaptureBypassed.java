package dev.theseus.jdbc.hibernate;

/** Changes of a session would go unnoted. Thrown before they are made, so that none is lost. */
public final class CaptureBypassed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CaptureBypassed(String message) {
        super(message);
    }
}

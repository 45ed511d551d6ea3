package dev.theseus.app.server.api;

/** What was asked for is not there. The message is one line, for the person who asked. */
final class NoSuchThing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchThing(String message) {
        super(message);
    }
}

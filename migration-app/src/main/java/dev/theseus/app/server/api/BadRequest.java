package dev.theseus.app.server.api;

/** What was sent can't be used. The message is one line: the thing, its place and the remedy. */
final class BadRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRequest(String message) {
        super(message);
    }
}

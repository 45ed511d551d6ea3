package dev.theseus.app.server.api;

/** More is asked for than the server gives at a time. The message is one line. */
final class TooMany extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooMany(String message) {
        super(message);
    }
}

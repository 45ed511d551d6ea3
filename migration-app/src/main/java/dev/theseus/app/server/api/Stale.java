package dev.theseus.app.server.api;

/** What is known can't be brought up to date, because a server does not answer. */
final class Stale extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Stale(String why) {
        super(why);
    }
}

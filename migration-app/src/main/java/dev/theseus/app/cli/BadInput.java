package dev.theseus.app.cli;

/** What was typed can't be used. The message is one line: the thing, its place and the remedy. */
public final class BadInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadInput(String message) {
        super(message);
    }
}

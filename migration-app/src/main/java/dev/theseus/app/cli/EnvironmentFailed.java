package dev.theseus.app.cli;

/**
 * A server, a program or a file that is needed can't be used. The message is one line: the thing, its place and the
 * remedy.
 */
public final class EnvironmentFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EnvironmentFailed(String message) {
        super(message);
    }
}

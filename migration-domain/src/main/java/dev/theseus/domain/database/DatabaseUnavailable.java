package dev.theseus.domain.database;

/**
 * A database did not answer, or ended the connection: nothing is known to be wrong with the request, and the same
 * request may succeed later. Work that meets it is repeated with back-off, never given up.
 */
public final class DatabaseUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Side side;

    /**
     * @param side the database
     * @param attempted what was attempted, as a phrase: "read the change log"
     * @param cause the driver's error
     */
    public DatabaseUnavailable(Side side, String attempted, Throwable cause) {
        super("The " + side + " database did not answer (tried to " + attempted + ")", cause);
        this.side = side;
    }

    public Side side() {
        return side;
    }
}

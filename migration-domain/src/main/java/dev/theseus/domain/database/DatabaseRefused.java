package dev.theseus.domain.database;

/**
 * A database answered with an error that repeating will not mend: a privilege, a missing table, a type that does not
 * fit. The message names what was attempted, on what, the server's error code and the remedy, and holds no row content.
 */
public final class DatabaseRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Side side;
    private final String sqlState;

    /**
     * @param side the database
     * @param sqlState the five characters of the server's error code
     * @param message what was attempted, on what, and what the person can do
     * @param cause the driver's error
     */
    public DatabaseRefused(Side side, String sqlState, String message, Throwable cause) {
        super(message, cause);
        this.side = side;
        this.sqlState = sqlState;
    }

    /**
     * For what no server said, but a look at its catalogue or bookkeeping showed.
     *
     * @param side the database
     * @param sqlState the code that describes it best
     * @param message what was attempted, on what, and what the person can do
     */
    public DatabaseRefused(Side side, String sqlState, String message) {
        super(message);
        this.side = side;
        this.sqlState = sqlState;
    }

    public Side side() {
        return side;
    }

    public String sqlState() {
        return sqlState;
    }
}

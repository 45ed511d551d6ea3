package dev.theseus.jdbc.shop;

/**
 * How many rows the shop starts with, and which.
 *
 * @param rows in all tables together, 1,000 or more
 * @param seed the same seed gives the same rows
 */
public record ShopSize(long rows, long seed) {

    /** Fewer would leave some of the tables empty. */
    public static final int LEAST_ROWS = 1_000;

    private static final int SMALL_DOCUMENTS_PER_LARGE = 700;

    public ShopSize {
        if (rows < LEAST_ROWS) {
            throw new IllegalArgumentException("The shop has at least " + LEAST_ROWS + " rows, not " + rows);
        }
    }

    long users() {
        return rows / 10;
    }

    long addresses() {
        return rows * 15 / 100;
    }

    long orders() {
        return rows / 5;
    }

    long prices() {
        return rows * 46 / 1_000;
    }

    long documents() {
        return rows * 4 / 1_000;
    }

    /** Documents of several megabytes; the others have 1 to 50 KiB. */
    long largeDocuments() {
        return 1 + documents() / SMALL_DOCUMENTS_PER_LARGE;
    }

    /** Whatever the other tables leave, the counter's one row included. */
    long orderLines() {
        return rows - users() - addresses() - orders() - prices() - documents() - 1;
    }
}

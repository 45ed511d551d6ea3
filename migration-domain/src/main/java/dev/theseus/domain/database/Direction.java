package dev.theseus.domain.database;

/**
 * Which way changes travel. Forward, from old to new, until the cutover; reverse afterwards.
 *
 * @see Epoch
 */
public enum Direction {
    FORWARD(Side.OLD),
    REVERSE(Side.NEW);

    private final Side source;

    Direction(Side source) {
        this.source = source;
    }

    /** The direction in which rows of this side travel. */
    public static Direction from(Side source) {
        return source == Side.OLD ? FORWARD : REVERSE;
    }

    /** The side that has authority, that is where rows are read from when they are applied. */
    public Side source() {
        return source;
    }

    /** The side that rows are written to. */
    public Side target() {
        return source.other();
    }
}

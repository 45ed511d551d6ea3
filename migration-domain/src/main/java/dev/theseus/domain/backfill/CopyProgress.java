package dev.theseus.domain.backfill;

/**
 * How far the copy of one table is.
 *
 * @param rows copied so far
 * @param bytes copied so far, as they went over the wire
 * @param chunks copied so far
 * @param fraction of the table that has been covered, 0 to 1
 * @param state where it stands
 */
public record CopyProgress(long rows, long bytes, long chunks, double fraction, State state) {

    /** Where the copy of a table stands. */
    public enum State {
        NOT_OPEN,
        COPYING,
        COMPLETE
    }

    public static final CopyProgress NOT_OPEN = new CopyProgress(0, 0, 0, 0, State.NOT_OPEN);
}

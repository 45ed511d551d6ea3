package dev.theseus.domain.preparation;

import dev.theseus.domain.database.Side;

/** A database holds the bookkeeping of another migration. Two migrations can't share a database at the same time. */
public final class AlreadyInUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param side the database
     * @param other the migration whose bookkeeping is there
     */
    public AlreadyInUse(Side side, String other) {
        super("The " + side + " database is in use by migration \"" + other
                + "\". Finish that one and take its bookkeeping off with `theseus clean`, then run this one.");
    }
}

package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgColumn;

/**
 * One column on both sides, under the name that it has on the side that is written to; the types may differ.
 *
 * @param old in the old database, or what old's rows give for it
 * @param target in the new database, or what new's rows give for it
 * @param words the side whose type says what the value is; the other's is read in its words
 * @param way how the value gets there
 */
record ComparedColumn(PgColumn old, PgColumn target, Side words, Way way) {

    /** How a value gets to the side that is written to. */
    enum Way {
        CARRIED,
        /** An expression's value takes on the column's type, its scale and length included. */
        COMPUTED
    }

    String name() {
        return old.name();
    }

    PgColumn on(Side side) {
        return side == Side.OLD ? old : target;
    }
}

package dev.theseus.jdbc.verify;

import dev.theseus.jdbc.postgres.PgColumn;

/**
 * One column on both sides; the types may differ.
 *
 * @param old in the old database
 * @param target in the new database
 */
record ComparedColumn(PgColumn old, PgColumn target) {

    String name() {
        return old.name();
    }
}

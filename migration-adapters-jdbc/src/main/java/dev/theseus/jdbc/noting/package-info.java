/**
 * Rewrites the statements of a client so that each notes, in itself, the keys of the rows that it changes.
 *
 * <p>An {@code UPDATE item …} becomes {@code WITH theseus_changed AS (UPDATE item … RETURNING key) INSERT INTO the log
 * SELECT key FROM theseus_changed}: the database says which rows it changed, in its own text form, in the same
 * transaction, without another round trip, and the count that the client gets is the same. Who can't note, can't write.
 */
@NullMarked
package dev.theseus.jdbc.noting;

import org.jspecify.annotations.NullMarked;

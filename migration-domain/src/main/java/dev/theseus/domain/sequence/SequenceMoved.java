package dev.theseus.domain.sequence;

import dev.theseus.domain.database.TableName;

/**
 * A sequence of the target that was brought forward.
 *
 * @param table in the old database whose column draws from it
 * @param column that draws from it
 * @param sequence in the target, qualified
 * @param next the number that it gives out next
 */
public record SequenceMoved(TableName table, String column, String sequence, long next) {}

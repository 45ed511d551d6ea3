package dev.theseus.domain.backfill;

/**
 * A piece of one table that is copied in one transaction, exactly once.
 *
 * @param table the table's number in the plan
 * @param number of the chunk within the table, from 1
 * @param range what it covers
 * @param manner how its rows are put into the target
 */
public record Chunk(int table, long number, ChunkRange range, Manner manner) {

    /** How the rows of a chunk are put into the target. */
    public enum Manner {
        /** Straight by COPY; a row that is there already is an error. */
        DIRECT,
        /** Through a staging table, leaving rows of the same key as they are: what is there was copied before. */
        KEEPING,
        /** Through a staging table, overwriting rows of the same key: what is there was there before the migration. */
        OVERWRITING
    }
}

package dev.theseus.domain.backfill;

import dev.theseus.domain.plan.TablePlan;

/**
 * Copies one chunk in one transaction on the target, together with its ledger entry and under the target's fence. Only
 * rows that have not changed since capture began are carried; all others travel through the change log. Memory is
 * bounded by the largest single row. Safe for several threads.
 */
public interface ChunkCopy {

    /**
     * Copies the chunk, unless that has been done.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server went away; nothing was copied, or all of it
     *     was and the answer got lost: the next attempt finds out
     * @throws dev.theseus.domain.database.DatabaseRefused if a row that is carried as it is can't be stored, or the
     *     table can't be copied at all; nothing was copied
     * @throws InterruptedException if the calling thread was interrupted; nothing was copied
     */
    CopyOutcome copy(TablePlan table, Chunk chunk) throws InterruptedException;

    /** What became of the chunk. */
    sealed interface CopyOutcome {

        /**
         * @param rows copied now
         * @param bytes as they went over the wire
         */
        record Copied(long rows, long bytes) implements CopyOutcome {}

        /**
         * A row of it can't be mapped, or its mapped row can't be stored. So that the others don't suffer for it, the
         * ledger has smaller chunks in its place now; nothing was copied.
         */
        record Split() implements CopyOutcome {}

        /**
         * The same of a chunk that is not worth splitting. So that the others don't wait for it, the keys of all its
         * rows stand in the change log, and the relay sets the one aside that is to blame; no row was copied, and the
         * chunk counts as copied.
         *
         * @param keys how many
         */
        record LeftToRelay(long keys) implements CopyOutcome {}

        /** Somebody had copied it before. */
        record CopiedBefore() implements CopyOutcome {}

        /** The heap is another file than the one planned for; nothing was copied. */
        record HeapMoved() implements CopyOutcome {}

        /** The target doesn't take rows from this side any more: authority has moved; nothing was copied. */
        record NotInForce() implements CopyOutcome {}
    }
}

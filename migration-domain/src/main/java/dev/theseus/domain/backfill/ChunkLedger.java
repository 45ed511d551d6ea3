package dev.theseus.domain.backfill;

import dev.theseus.domain.plan.TablePlan;
import java.util.Optional;

/**
 * Plans chunks and remembers which were copied. It lives in the target, so that a chunk's entry commits together with
 * its rows: the resume point is never ahead of them. Safe for several threads and several processes at once.
 */
public interface ChunkLedger {

    /**
     * Fixes the upper bound of a table's copy and how it is cut. A table that is open already stays as it was.
     *
     * @throws dev.theseus.domain.database.DatabaseRefused if the target holds rows and the plan says to refuse them
     */
    void open(TablePlan table);

    /**
     * Hands out a chunk that no living copier holds: one that was cut earlier and never finished, else a new one cut
     * from what is left. A chunk may be handed out twice after a crash; {@link ChunkCopy} copies it once all the same.
     *
     * @param wantedBytes about how large a new chunk should be
     * @return empty if nothing is left to hand out; others may still be copying
     */
    Optional<Chunk> claim(TablePlan table, long wantedBytes);

    /** Gives a claimed chunk back after a failure, so that anybody may claim it again. */
    void release(Chunk chunk);

    /**
     * Voids the rest of a plan by heap after the heap was rewritten: the rest is planned anew, by key, keeping rows.
     */
    void replanByKey(TablePlan table);

    /** How far the copy of a table is, across all processes. */
    CopyProgress progress(TablePlan table);

    /**
     * Marks the table as copied, once no chunk is open and nothing is left to cut; from then on its log is relayed.
     *
     * @return whether it is marked now, or why not yet
     */
    Completion complete(TablePlan table);

    /** Whether a table's copy is complete. */
    enum Completion {
        COMPLETE,
        CHUNKS_OPEN
    }
}

package dev.theseus.domain.backfill;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Plans chunks and remembers which were copied. It lives in the target, so that a chunk's entry commits together with
 * its rows: the resume point is never ahead of them. Safe for several threads and several processes at once.
 */
public interface ChunkLedger extends AutoCloseable {

    /**
     * Fixes the upper bound of a table's copy and how it is cut. A table that is open already stays as it was. Capture
     * must be installed before: the bound has to cover every row that was there when capture began.
     *
     * @throws dev.theseus.domain.database.DatabaseRefused if the table has no capture, or if the target holds rows and
     *     the plan says to refuse them
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

    /** Ends a claim, whatever became of the chunk: if it was not copied, anybody may claim it again. */
    void release(Chunk chunk);

    /**
     * Voids the rest of a plan by heap after the heap was rewritten: that relation is planned anew, by key, keeping the
     * rows that were copied. Waits for copiers that still write chunks of the void plan. May be repeated.
     *
     * @param moved a range of the void plan
     */
    void replanByKey(TablePlan table, ChunkRange.Heap moved);

    /** How far the copies of some tables are, across all processes; tables that are not open included. */
    Map<TableName, CopyProgress> progress(Collection<TablePlan> tables);

    /** Whether a table could be marked as copied now: no chunk is open and nothing is left to cut. Marks nothing. */
    Completion look(TablePlan table);

    /**
     * Marks the table as copied, once no chunk is open and nothing is left to cut; from then on its log is relayed.
     *
     * @return whether it is marked now, or why not yet
     */
    Completion complete(TablePlan table);

    /** Gives back all chunks that were claimed here. What is claimed afterwards counts as a new copier's. */
    @Override
    void close();

    /** Whether a table's copy is complete. */
    enum Completion {
        COMPLETE,
        CHUNKS_OPEN
    }
}

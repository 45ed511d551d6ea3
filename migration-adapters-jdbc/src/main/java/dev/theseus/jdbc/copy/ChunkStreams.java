package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Throttle;
import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import java.sql.Connection;
import java.util.Optional;

/** The old database's half of copying a chunk. */
interface ChunkStreams {

    /** The table that is read, through its image. */
    PgRelation describe(TablePlan table);

    /** The same as it is. */
    PgRelation raw(TablePlan table, PgRelation source);

    /** What is measured to know how wide its rows are. */
    PgRelation measured(TablePlan table, PgRelation source, PgRelation raw);

    /**
     * Whether a single row may not fit into new. Rows that are carried as they are from a database of the same kind have
     * been accepted once; there it is the table that does not fit.
     */
    boolean mayNotFit(CopyShape shape);

    /** The key in the middle of a chunk by key; empty if the chunk holds too few rows to be split. */
    Optional<RowKey> middle(PgChunkCopy.Work work, ChunkRange.Keys keys);

    /**
     * Notes the keys of all rows of a chunk as if they had changed, on old's disk when it returns.
     *
     * @return how many; empty if the heap is another one than planned
     */
    Optional<Long> note(PgChunkCopy.Work work, long since, ConnectionsInUse connections);

    /** About how many bytes the widest row of the chunk takes in memory. */
    long widest(PgChunkCopy.Work work, WideRows rows);

    /**
     * Lets the rows of a chunk that have not changed since capture began flow into the target.
     *
     * @param since the mark of capture that the copy was opened with
     * @param connections told of the connection that is used
     * @return empty if the heap is another one than planned
     */
    Optional<CopyPipe.Flow> stream(PgChunkCopy.Work work, long since, Into into, ConnectionsInUse connections)
            throws InterruptedException;

    /** Where rows flow to. */
    record Into(PgDatabase target, Connection connection, String copyIn, Throttle throttle) {}
}

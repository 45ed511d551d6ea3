package dev.theseus.jdbc.copy;

import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Throttle;
import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import java.sql.Connection;
import java.util.Optional;

/** The old database's half of copying a chunk. */
interface ChunkStreams {

    /** The table that is read. */
    PgRelation describe(TablePlan table);

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

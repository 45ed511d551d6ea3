package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkCopy;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Throttle;
import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.PgReplicaRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Copies a chunk out of the old database straight into COPY into the new one. Everything of it stands in one
 * transaction of the new database, and the ledger entry is its first statement: of two copiers of one chunk, the second
 * waits there, and finds either that the first committed or that it is free to go on.
 */
final class PgChunkCopy implements ChunkCopy, AutoCloseable {

    private final ChunkStreams source;
    private final PgDatabase target;
    private final Throttle throttle;
    private final WideRows wideRows;
    private final ConnectionsInUse connections = new ConnectionsInUse();
    private final Misfits misfits;
    private final PgReplicaRole replicaRole = new PgReplicaRole();
    private final Map<TablePlan, CopyShape> shapes = new ConcurrentHashMap<>();

    PgChunkCopy(ChunkStreams source, PgDatabase target, Throttle throttle, WideRows wideRows) {
        this(source, target, throttle, wideRows, new Misfits(Misfits.FEW));
    }

    PgChunkCopy(ChunkStreams source, PgDatabase target, Throttle throttle, WideRows wideRows, Misfits misfits) {
        this.misfits = misfits;
        this.source = source;
        this.target = target;
        this.throttle = throttle;
        this.wideRows = wideRows;
    }

    @Override
    public CopyOutcome copy(TablePlan table, Chunk chunk) throws InterruptedException {
        Work work = new Work(table, chunk, shape(table));
        try {
            return copyWithRoom(work);
        } catch (DatabaseRefused e) {
            if (!source.mayNotFit(work.shape()) || !CopyShape.isOfOneRow(e.sqlState())) {
                throw e;
            }
            misfits.refuseRule(table, e);
            return switch (new ChunkSplitting(source, target).split(work)) {
                case SPLIT -> new CopyOutcome.Split();
                case NOT_WORTH_IT -> leaveToRelay(work);
            };
        }
    }

    private CopyOutcome copyWithRoom(Work work) throws InterruptedException {
        // before anything is held on either side
        int room = wideRows.take(source.widest(work, wideRows));
        try {
            CopyOutcome outcome = enter(
                    work,
                    (connection, since) -> rows(work, connection, since)
                            .map(flow -> new Filled(flow, new CopyOutcome.Copied(flow.rows(), flow.bytes()))));
            if (outcome instanceof CopyOutcome.Copied copied) {
                misfits.copied(work.table(), copied.rows());
            }
            return outcome;
        } finally {
            wideRows.giveBack(room);
        }
    }

    /** The keys are on old's disk before the chunk counts as copied: whatever dies between, no row is forgotten. */
    private CopyOutcome leaveToRelay(Work work) throws InterruptedException {
        return enter(
                work,
                (connection, since) -> source.note(work, since, connections).map(keys -> {
                    misfits.left(work.table(), keys);
                    return new Filled(new CopyPipe.Flow(0, 0), new CopyOutcome.LeftToRelay(keys));
                }));
    }

    /** What is to be done. */
    record Work(TablePlan table, Chunk chunk, CopyShape shape) {

        String attempted() {
            return "copy chunk " + chunk.number() + " of " + table.old();
        }

        ChunkQuery query() {
            return new ChunkQuery(shape.source(), chunk);
        }

        /** Over the table as it is. */
        ChunkQuery raw() {
            return new ChunkQuery(shape.raw(), chunk);
        }
    }

    private CopyShape shape(TablePlan table) {
        CopyShape known = shapes.get(table);
        if (known != null) {
            return known;
        }
        CopyShape read = CopyShape.read(source, target, table);
        shapes.put(table, read);
        return read;
    }

    /** What a chunk came to. */
    private record Filled(CopyPipe.Flow flow, CopyOutcome outcome) {}

    /** Deals with the rows of a chunk. */
    private interface Filling {
        /** Empty if the heap is not the planned one. */
        Optional<Filled> fill(Connection target, long since) throws SQLException, InterruptedException;
    }

    private CopyOutcome enter(Work work, Filling filling) throws InterruptedException {
        try (Connection connection = target.connect();
                ConnectionsInUse.Use use = connections.use(connection)) {
            return enter(work, use.connection(), filling);
        } catch (SQLException e) {
            throw PgErrors.translate(target.side(), work.attempted(), e);
        }
    }

    private CopyOutcome enter(Work work, Connection connection, Filling filling)
            throws SQLException, InterruptedException {
        LedgerEntry entry = new LedgerEntry(connection, work.chunk());
        if (entry.insert() == LedgerEntry.Standing.COPIED_BEFORE) {
            return new CopyOutcome.CopiedBefore();
        }
        LedgerEntry.Planned planned = entry.lockChunk();
        switch (planned.state()) {
            case VOID -> {
                return new CopyOutcome.HeapMoved();
            }
            case SMALLER -> {
                return new CopyOutcome.Split();
            }
            case OPEN -> {}
        }
        if (PgFence.enter(connection).direction() != Direction.FORWARD) {
            return new CopyOutcome.NotInForce();
        }
        replicaRole.take(connection);
        Optional<Filled> filled = filling.fill(connection, planned.since());
        if (filled.isEmpty()) {
            return new CopyOutcome.HeapMoved();
        }
        entry.record(filled.get().flow());
        connection.commit();
        return filled.get().outcome();
    }

    /** Empty if the heap is not the planned one. */
    private Optional<CopyPipe.Flow> rows(Work work, Connection connection, long since)
            throws SQLException, InterruptedException {
        CopyShape shape = work.shape();
        return switch (work.chunk().manner()) {
            case DIRECT -> stream(work, connection, since, shape.copyIntoTarget());
            case KEEPING -> staged(work, connection, since, shape.insertKeeping());
            case OVERWRITING -> staged(work, connection, since, shape.insertOverwriting());
        };
    }

    private Optional<CopyPipe.Flow> staged(Work work, Connection connection, long since, List<String> inserts)
            throws SQLException, InterruptedException {
        execute(connection, work.shape().createStaging());
        Optional<CopyPipe.Flow> flow =
                stream(work, connection, since, work.shape().copyIntoStaging());
        if (flow.isEmpty()) {
            return flow;
        }
        for (String insert : inserts) {
            execute(connection, insert);
        }
        return flow;
    }

    private Optional<CopyPipe.Flow> stream(Work work, Connection connection, long since, String copyIn)
            throws InterruptedException {
        return source.stream(work, since, new ChunkStreams.Into(target, connection, copyIn, throttle), connections);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Ends the copies that run, each with DatabaseUnavailable. Others may begin after it. */
    @Override
    public void close() {
        connections.abort();
    }
}

package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgReplicaRole;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The ledger in the new database. Whoever claims or cuts chunks of a table holds the row lock of its table_copy row, so
 * chunks are cut one after the other, each as large as it is wanted at that moment.
 */
final class PgChunkLedger implements ChunkLedger {

    private static final String LOCK = "SELECT FROM theseus.table_copy WHERE table_no = ? FOR NO KEY UPDATE";

    private static final String OPEN =
            "INSERT INTO theseus.table_copy (table_no, since_xid) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private static final String IS_UNFINISHED = """
            SELECT EXISTS (SELECT FROM theseus.chunk c WHERE c.table_no = t.table_no AND c.state = 'open')
                OR EXISTS (SELECT FROM theseus.table_part p WHERE p.table_no = t.table_no AND NOT p.exhausted)
            FROM theseus.table_copy t WHERE t.table_no = ?""";

    private static final String COMPLETE = """
            UPDATE theseus.table_copy SET completed_at = clock_timestamp() WHERE table_no = ? AND completed_at IS NULL""";

    private final PgDatabase target;
    private final PartSource survey;
    private final ChunkCutter cutter;
    private final CopyProgresses progresses;
    private final ClaimSession session;
    private final TargetReadiness readiness = new TargetReadiness(new PgReplicaRole());
    private final ChunksInHand hands = new ChunksInHand();

    PgChunkLedger(PartSource survey, PgDatabase target, BackfillSettings settings) {
        this.target = target;
        this.survey = survey;
        this.cutter = new ChunkCutter(survey, settings.chunk().maximumRows());
        this.progresses = new CopyProgresses(target);
        this.session = new ClaimSession(target);
    }

    @Override
    public void open(TablePlan table) {
        if (isOpen(table)) {
            return;
        }
        Chunk.Manner manner = switch (table.existingRows()) {
            case REFUSE -> Chunk.Manner.DIRECT;
            case MERGE -> Chunk.Manner.OVERWRITING;
        };
        PartSource.Survey found = survey.of(table, manner);
        target.inTransaction("open the copy of " + table.target(), connection -> {
            if (insert(connection, table, found.since()) == 0) {
                return null; // another process was faster, and its bounds hold
            }
            readiness.require(connection, table);
            for (Part part : found.parts()) {
                PartStore.save(connection, table.number(), part);
            }
            return null;
        });
    }

    private boolean isOpen(TablePlan table) {
        return target.inTransaction(
                "look whether the copy of " + table.target() + " is open",
                c -> isTrue(c, "SELECT EXISTS (SELECT FROM theseus.table_copy WHERE table_no = ?)", table));
    }

    private static int insert(Connection connection, TablePlan table, long since) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(OPEN)) {
            insert.setInt(1, table.number());
            insert.setLong(2, since);
            return insert.executeUpdate();
        }
    }

    @Override
    public Optional<Chunk> claim(TablePlan table, long wantedBytes) {
        int claimant = session.claimant();
        ChunksInHand.Grip grip = hands.grip();
        try {
            return target.inTransaction("claim a chunk of " + table.old(), connection -> {
                lock(connection, table);
                // only now: what is in hand must not be older than the lock
                Collection<Long> held = hands.of(table.number());
                Optional<Chunk> chunk = ChunkStore.claimForsaken(connection, table.number(), held, claimant);
                if (chunk.isEmpty()) {
                    chunk = cutter.cut(connection, table, wantedBytes, claimant);
                }
                // before the commit, which lets others look
                chunk.ifPresent(grip::take);
                return chunk;
            });
        } catch (RuntimeException e) {
            grip.letGo();
            throw e;
        }
    }

    private static void lock(Connection connection, TablePlan table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LOCK)) {
            query.setInt(1, table.number());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("The copy of " + table.old() + " was not opened");
                }
            }
        }
    }

    @Override
    public void release(Chunk chunk) {
        hands.letGo(chunk);
        target.inTransaction("release a chunk", connection -> {
            ChunkStore.release(connection, chunk);
            return null;
        });
    }

    @Override
    public void replanByKey(TablePlan table, ChunkRange.Heap moved) {
        String attempted = "plan the copy of " + moved.relation() + " anew";
        target.inTransaction(attempted, connection -> {
            lock(connection, table);
            Optional<Part> planned =
                    PartStore.alongHeap(connection, table.number(), moved.relation(), moved.fileNode());
            if (planned.isPresent()) {
                // copiers of the void plan write rows without looking, so they must have ended before others follow
                ChunkStore.voidOpen(connection, table.number(), planned.get().number());
                PartStore.save(connection, table.number(), anew(table, planned.get()));
            }
            return null;
        });
    }

    private Part anew(TablePlan table, Part planned) {
        Chunk.Manner manner = switch (planned.manner()) {
            case DIRECT, KEEPING -> Chunk.Manner.KEEPING;
            case OVERWRITING -> Chunk.Manner.OVERWRITING;
        };
        return survey.byKey(table, planned.relation(), manner, planned.number())
                .map(part -> ChunkCutter.weighedOver(part, planned))
                .orElseGet(() -> new Part(
                        planned.number(), planned.relation(), manner, new Part.Rest.Nothing(), planned.size()));
    }

    @Override
    public Map<TableName, CopyProgress> progress(Collection<TablePlan> tables) {
        return progresses.of(tables);
    }

    @Override
    public Completion look(TablePlan table) {
        return target.inTransaction(
                "look whether " + table.old() + " is copied",
                connection -> isTrue(connection, IS_UNFINISHED, table) ? Completion.CHUNKS_OPEN : Completion.COMPLETE);
    }

    @Override
    public Completion complete(TablePlan table) {
        return target.inTransaction("complete the copy of " + table.old(), connection -> {
            lock(connection, table);
            if (isTrue(connection, IS_UNFINISHED, table)) {
                return Completion.CHUNKS_OPEN;
            }
            try (PreparedStatement update = connection.prepareStatement(COMPLETE)) {
                update.setInt(1, table.number());
                update.executeUpdate();
            }
            return Completion.COMPLETE;
        });
    }

    private static boolean isTrue(Connection connection, String sql, TablePlan table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, table.number());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    @Override
    public void close() {
        session.close();
        hands.letGoOfAll();
    }
}

package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkCopy;
import dev.theseus.domain.backfill.ChunkCopy.CopyOutcome;
import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Throttle;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.Sql;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two databases with the bookkeeping in place, and the real capture. */
final class CopyScene implements AutoCloseable {

    /** Lets everything pass. */
    static final StepThrottle OPEN = new StepThrottle();

    final TestDatabases databases;
    private final List<ChunkLedger> ledgers = new ArrayList<>();

    private CopyScene(TestDatabases databases) {
        this.databases = databases;
    }

    static CopyScene create() throws SQLException {
        TestDatabases databases = TestDatabases.create();
        databases.both(PgFence.ddl(Side.OLD));
        databases.old(PgCapture.ddl(Side.OLD));
        databases.target(PgCopy.ddl(Side.NEW));
        return new CopyScene(databases);
    }

    /** Begins capture of a table of the schema public. */
    TablePlan captured(TablePlan plan) {
        PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT).install(plan);
        return plan;
    }

    /** A captured table of the schema public, alike on both sides, with rows 1 to {@code rows} on the old one. */
    TablePlan numbers(int number, String table, int rows) throws SQLException {
        databases.both("CREATE TABLE " + table + " (id bigint PRIMARY KEY, name text)");
        databases.old("INSERT INTO " + table + " SELECT i, 'row ' || i FROM generate_series(1, " + rows + ") i");
        return captured(databases.plan(number, table, List.of("id"), List.of("id", "name")));
    }

    ChunkLedger ledger(ChunkOrder order) {
        return ledger(order, 1_000_000);
    }

    /** Every ledger counts as a process of its own. */
    ChunkLedger ledger(ChunkOrder order, long maximumRows) {
        BackfillSettings plain = BackfillSettings.DEFAULT;
        BackfillSettings settings = new BackfillSettings(
                plain.parallelism(),
                new ChunkSize(32 << 20, maximumRows),
                order,
                plain.indexes(),
                plain.rate(),
                plain.window());
        ChunkLedger ledger = PgCopy.ledger(databases.on(Side.OLD), databases.on(Side.NEW), settings);
        ledgers.add(ledger);
        return ledger;
    }

    ChunkCopy copier(Throttle throttle) {
        return PgCopy.chunkCopy(databases.on(Side.OLD), databases.on(Side.NEW), throttle);
    }

    ChunkCopy copier() {
        return copier(OPEN);
    }

    /** Copies what is left of a table, one chunk after the other. */
    List<Chunk> copyRest(ChunkLedger ledger, TablePlan table, long wantedBytes) throws InterruptedException {
        ChunkCopy copier = copier();
        List<Chunk> copied = new ArrayList<>();
        Optional<Chunk> chunk = ledger.claim(table, wantedBytes);
        while (chunk.isPresent()) {
            CopyOutcome outcome = copier.copy(table, chunk.get());
            ledger.release(chunk.get());
            if (outcome instanceof CopyOutcome.HeapMoved && chunk.get().range() instanceof ChunkRange.Heap moved) {
                ledger.replanByKey(table, moved);
            } else {
                copied.add(chunk.get());
            }
            chunk = ledger.claim(table, wantedBytes);
        }
        return copied;
    }

    /** Opens a table, copies and completes it, in chunks of about {@code wantedBytes}. */
    List<Chunk> copyAll(TablePlan table, ChunkOrder order, long wantedBytes) throws InterruptedException {
        try (ChunkLedger ledger = ledger(order)) {
            ledger.open(table);
            List<Chunk> copied = copyRest(ledger, table, wantedBytes);
            if (ledger.complete(table) != ChunkLedger.Completion.COMPLETE) {
                throw new AssertionError("the copy of " + table.old() + " is not complete");
            }
            return copied;
        }
    }

    /** The rows of a table on one side, ordered by their text. */
    List<String> rows(Side side, TablePlan table) throws SQLException {
        return databases.rows(side, "SELECT * FROM " + Sql.quoted(table.on(side)) + " t ORDER BY t::text");
    }

    @Override
    public void close() {
        ledgers.forEach(ChunkLedger::close);
        databases.close();
    }
}

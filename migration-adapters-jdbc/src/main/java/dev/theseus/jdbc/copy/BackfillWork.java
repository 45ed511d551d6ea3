package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkCopy;
import dev.theseus.domain.backfill.ChunkCopy.CopyOutcome;
import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.backfill.ChunkSizing;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Throttle;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a copying thread does, piece by piece. Waits for servers that are away. Safe for several threads. */
final class BackfillWork {

    private final ChunkLedger ledger;
    private final ChunkCopy copy;
    private final Throttle throttle;
    private final ChunkSize chunkSize;
    private final Ends ends;
    private final CopiedTables copied = new CopiedTables();

    /**
     * What happens when all chunks of a table are copied.
     *
     * @param beforeComplete before it is marked as copied, and so before its log is relayed; may be called again
     * @param copied after that, once for each table of old, when all its rows are copied
     */
    record Ends(Consumer<TablePlan> beforeComplete, Consumer<TableCopied> copied) {}

    BackfillWork(ChunkLedger ledger, ChunkCopy copy, Throttle throttle, ChunkSize chunkSize, Ends ends) {
        this.ledger = ledger;
        this.copy = copy;
        this.throttle = throttle;
        this.chunkSize = chunkSize;
        this.ends = ends;
    }

    /** Opens the tables that are not complete; those that are, are reported. */
    List<TableCopying> begin(Collection<TablePlan> tables) throws InterruptedException {
        List<TableCopying> copying = tables.stream()
                .filter(table -> table.image(Direction.FORWARD).isPresent())
                .map(table -> new TableCopying(table, ChunkSizing.starting(chunkSize)))
                .toList();
        copied.expect(List.copyOf(tables));
        for (TableCopying table : copying) {
            if (isComplete(table.plan())) {
                report(table);
            }
        }
        for (TableCopying table : copying) {
            if (!table.isReported()) {
                Persistence.persist(() -> {
                    ledger.open(table.plan());
                    return table;
                });
            }
        }
        return copying;
    }

    private boolean isComplete(TablePlan table) throws InterruptedException {
        Map<TableName, CopyProgress> progress = Persistence.persist(() -> ledger.progress(List.of(table)));
        return progress.getOrDefault(table.old(), CopyProgress.NOT_OPEN).state() == CopyProgress.State.COMPLETE;
    }

    /**
     * Claims a chunk of the first table that has one left. Tables of which nothing is left are completed on the way.
     */
    Optional<ClaimedChunk> claim(List<TableCopying> tables) throws InterruptedException {
        throttle.beforeChunk();
        for (TableCopying table : tables) {
            if (table.isReported()) {
                continue;
            }
            Optional<Chunk> chunk = Persistence.persist(
                    () -> ledger.claim(table.plan(), table.sizing().wantedBytes()));
            if (chunk.isPresent()) {
                return Optional.of(new ClaimedChunk(table, chunk.get()));
            }
            complete(table);
        }
        return Optional.empty();
    }

    /** A chunk and the table that it is of. */
    record ClaimedChunk(TableCopying table, Chunk chunk) {}

    /** One thread finishes a table; the others find other work meanwhile. */
    private void complete(TableCopying table) throws InterruptedException {
        if (!table.enterFinish()) {
            return;
        }
        try {
            if (table.isReported()) {
                return; // by a thread that was here since this one looked
            }
            // where somebody still copies, whoever looks next finds out
            if (Persistence.persist(() -> ledger.look(table.plan())) == ChunkLedger.Completion.COMPLETE) {
                finish(table);
            }
        } finally {
            table.leaveFinish();
        }
    }

    private void finish(TableCopying table) throws InterruptedException {
        Persistence.persist(() -> {
            ends.beforeComplete().accept(table.plan());
            return ledger.complete(table.plan());
        });
        report(table);
    }

    private void report(TableCopying table) throws InterruptedException {
        List<TableName> complete = copied.with(table.plan());
        Map<TableName, CopyProgress> progress =
                complete.isEmpty() ? Map.of() : Persistence.persist(() -> ledger.progress(copied.expected()));
        if (table.markReported()) {
            complete.forEach(old ->
                    ends.copied().accept(new TableCopied(old, progress.getOrDefault(old, CopyProgress.NOT_OPEN))));
        }
    }

    /** Copies a chunk, however often the servers go away meanwhile. */
    void copy(ClaimedChunk claimed) throws InterruptedException {
        TablePlan table = claimed.table().plan();
        long began = System.nanoTime();
        try {
            CopyOutcome outcome = Persistence.persist(() -> copy.copy(table, claimed.chunk()));
            Duration worked = Duration.ofNanos(System.nanoTime() - began);
            switch (outcome) {
                case CopyOutcome.Copied done -> claimed.table().resize(worked);
                case CopyOutcome.LeftToRelay left -> {
                    // its size says nothing of how long a chunk takes
                }
                case CopyOutcome.Split split -> {
                    // both halves are there to be claimed
                }
                case CopyOutcome.CopiedBefore before -> {
                    // an answer got lost, or another process was faster
                }
                case CopyOutcome.HeapMoved moved -> replan(claimed);
                case CopyOutcome.NotInForce notInForce ->
                    throw new DatabaseRefused(
                            Side.NEW,
                            "55000",
                            "Table " + table.target()
                                    + " takes no rows of the old database any more, because authority has "
                                    + "moved: the copy of " + table.old() + " can't go on");
            }
            throttle.afterChunk(worked);
        } finally {
            release(claimed.chunk());
        }
    }

    private void replan(ClaimedChunk claimed) throws InterruptedException {
        if (claimed.chunk().range() instanceof ChunkRange.Heap moved) {
            Persistence.persist(() -> {
                ledger.replanByKey(claimed.table().plan(), moved);
                return moved;
            });
        }
    }

    private void release(Chunk chunk) {
        try {
            ledger.release(chunk);
        } catch (DatabaseUnavailable e) {
            // the ledger hands out again what nobody holds
            return;
        }
    }
}

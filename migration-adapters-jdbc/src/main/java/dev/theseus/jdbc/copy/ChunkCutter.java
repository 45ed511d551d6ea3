package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Cuts the next chunk off what is left of a table. The caller holds the table's lock in the ledger. */
final class ChunkCutter {

    private final PgDatabase old;
    private final long maximumRows;

    ChunkCutter(PgDatabase old, long maximumRows) {
        this.old = old;
        this.maximumRows = maximumRows;
    }

    Optional<Chunk> cut(Connection target, TablePlan table, long wantedBytes, int claimant) throws SQLException {
        Optional<Part> next = PartStore.next(target, table.number());
        while (next.isPresent()) {
            Optional<ChunkStore.Cutting> cutting = cut(target, table, next.get(), wantedBytes);
            if (cutting.isPresent()) {
                return Optional.of(ChunkStore.insert(target, cutting.get(), claimant));
            }
            PartStore.exhaust(target, table.number(), next.get());
            next = PartStore.next(target, table.number());
        }
        return Optional.empty();
    }

    private Optional<ChunkStore.Cutting> cut(Connection target, TablePlan table, Part part, long wantedBytes)
            throws SQLException {
        return switch (part.rest()) {
            case Part.Rest.OfHeap heap -> Optional.of(pages(target, table, part, heap, wantedBytes));
            case Part.Rest.OfKeys keys -> keys(target, table, part, keys, wantedBytes);
            case Part.Rest.Nothing nothing -> Optional.empty();
        };
    }

    private ChunkStore.Cutting pages(
            Connection target, TablePlan table, Part part, Part.Rest.OfHeap heap, long wantedBytes)
            throws SQLException {
        long bytesPerPage = Math.max(1, part.size().bytes() / heap.pages());
        long pages = Math.max(1, rows(part, wantedBytes) * part.size().bytesPerRow() / bytesPerPage);
        long to = Math.min(heap.pages(), heap.next() + pages);
        PartStore.advance(target, table.number(), part, to);
        ChunkRange range = new ChunkRange.Heap(part.relation(), heap.fileNode(), heap.next(), to);
        return new ChunkStore.Cutting(table.number(), part, range, (to - heap.next()) * bytesPerPage);
    }

    private Optional<ChunkStore.Cutting> keys(
            Connection target, TablePlan table, Part part, Part.Rest.OfKeys keys, long wantedBytes)
            throws SQLException {
        Optional<KeyOrder.Boundary> boundary = old.inTransaction("cut a chunk of " + part.relation(), connection -> {
            SourceSession.begin(connection);
            KeyOrder order = new KeyOrder(PgRelation.captured(connection, table, Side.OLD), part.relation());
            return order.next(connection, keys, rows(part, wantedBytes));
        });
        if (boundary.isEmpty()) {
            return Optional.empty();
        }
        PartStore.advance(target, table.number(), part, boundary.get().key());
        ChunkRange range = new ChunkRange.Keys(
                part.relation(), keys.after(), boundary.get().key());
        long weight = boundary.get().rows() * part.size().bytesPerRow();
        return Optional.of(new ChunkStore.Cutting(table.number(), part, range, weight));
    }

    private long rows(Part part, long wantedBytes) {
        return Math.clamp(wantedBytes / part.size().bytesPerRow(), 1, maximumRows);
    }

    /** A part that is copied again from its beginning weighs as much again: its progress falls, and honestly so. */
    static Part weighedOver(Part again, Part before) {
        long bytes = again.size().bytes() + before.size().bytes();
        return new Part(
                again.number(),
                again.relation(),
                again.manner(),
                again.rest(),
                new Part.Size(bytes, again.size().rows() + before.size().rows()));
    }
}

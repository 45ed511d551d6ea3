package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.database.RowKey;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Splits a chunk in which a row can't be copied, so that in the end few rows have to go through the log because of it.
 * The chunk becomes its own first half, and a new one the second.
 */
record ChunkSplitting(PgDatabase old, PgDatabase target) {

    /** A page of the heap holds about as many. */
    private static final long FEW_ROWS = 100;

    private static final String LOCK_TABLE = "SELECT FROM theseus.table_copy WHERE table_no = ? FOR NO KEY UPDATE";

    private static final String SHRINK = """
            UPDATE theseus.chunk SET to_page = CASE WHEN upto_key IS NULL THEN ? END, upto_key = ?, weight = weight - weight / 2
            WHERE table_no = ? AND chunk_no = ? AND state = 'open' RETURNING part_no, weight""";

    private static final String ADD = """
            INSERT INTO theseus.chunk (table_no, chunk_no, part_no, manner, schema_name, relation_name, file_node, from_page,
                                       to_page, after_key, upto_key, weight)
            SELECT ?, max(chunk_no) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM theseus.chunk WHERE table_no = ?""";

    /** What became of it. */
    enum Outcome {
        SPLIT,
        /** It holds too few rows. */
        NOT_WORTH_IT
    }

    private record Halves(ChunkRange first, ChunkRange second) {}

    /** @param raw the chunk's query over the table as it is */
    Outcome split(ChunkQuery raw) {
        Optional<Halves> halves = halves(raw);
        if (halves.isEmpty()) {
            return Outcome.NOT_WORTH_IT;
        }
        target.inTransaction("split a chunk of " + raw.chunk().range().relation(), connection -> {
            split(connection, raw.chunk(), halves.get());
            return Boolean.TRUE;
        });
        return Outcome.SPLIT;
    }

    private Optional<Halves> halves(ChunkQuery raw) {
        return switch (raw.chunk().range()) {
            case ChunkRange.Heap heap -> heap.toPage() - heap.fromPage() < 2 ? Optional.empty() : Optional.of(pages(heap));
            case ChunkRange.Keys keys -> keys(raw, keys);
        };
    }

    private static Halves pages(ChunkRange.Heap heap) {
        long middle = heap.fromPage() + (heap.toPage() - heap.fromPage()) / 2;
        return new Halves(
                new ChunkRange.Heap(heap.relation(), heap.fileNode(), heap.fromPage(), middle),
                new ChunkRange.Heap(heap.relation(), heap.fileNode(), middle, heap.toPage()));
    }

    private Optional<Halves> keys(ChunkQuery raw, ChunkRange.Keys keys) {
        return old.inTransaction("halve a chunk of " + keys.relation(), connection -> {
            SourceSession.begin(connection);
            long rows = count(connection, raw);
            if (rows <= FEW_ROWS) {
                return Optional.empty();
            }
            return new KeyOrder(raw.table(), keys.relation())
                    .next(connection, new Part.Rest.OfKeys(keys.after(), keys.upTo()), rows / 2)
                    .map(KeyOrder.Boundary::key)
                    .filter(middle -> !middle.equals(keys.upTo()))
                    .map(middle -> halved(keys, middle));
        });
    }

    private static Halves halved(ChunkRange.Keys keys, RowKey middle) {
        return new Halves(
                new ChunkRange.Keys(keys.relation(), keys.after(), middle),
                new ChunkRange.Keys(keys.relation(), Optional.of(middle), keys.upTo()));
    }

    private static long count(Connection connection, ChunkQuery raw) throws SQLException {
        raw.bind(connection);
        try (PreparedStatement query = connection.prepareStatement(raw.over("count(*)"));
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The table's lock first, as whoever cuts or voids chunks takes it. */
    private static void split(Connection connection, Chunk chunk, Halves halves) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK_TABLE)) {
            lock.setInt(1, chunk.table());
            lock.execute();
        }
        try (PreparedStatement shrink = connection.prepareStatement(SHRINK)) {
            shrink.setObject(1, halves.first() instanceof ChunkRange.Heap heap ? heap.toPage() : null, java.sql.Types.BIGINT);
            shrink.setArray(
                    2,
                    ChunkStore.array(
                            connection, halves.first() instanceof ChunkRange.Keys keys ? keys.upTo() : null));
            shrink.setInt(3, chunk.table());
            shrink.setLong(4, chunk.number());
            try (ResultSet row = shrink.executeQuery()) {
                // copied or void by now, if nothing comes back
                if (row.next()) {
                    add(connection, chunk, halves.second(), row.getInt(1), row.getLong(2));
                }
            }
        }
    }

    private static void add(Connection connection, Chunk chunk, ChunkRange range, int part, long weight)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setInt(1, chunk.table());
            insert.setInt(2, part);
            insert.setString(3, ChunkStore.name(chunk.manner()));
            insert.setString(4, range.relation().schema());
            insert.setString(5, range.relation().name());
            ChunkStore.bind(insert, range);
            insert.setLong(11, weight);
            insert.setInt(12, chunk.table());
            insert.executeUpdate();
        }
    }
}

package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of theseus.chunk, inside a transaction of the caller. */
final class ChunkStore {

    private static final String INSERT = """
            INSERT INTO theseus.chunk (table_no, chunk_no, part_no, manner, schema_name, relation_name, file_node, from_page,
                                       to_page, after_key, upto_key, weight, claimant)
            SELECT ?, coalesce(max(chunk_no), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
            FROM theseus.chunk WHERE table_no = ? RETURNING chunk_no""";

    /**
     * A chunk that was cut and not copied, and whose claimant is this process, but not at work on it, or nobody who
     * lives. A chunk that is being copied at this moment is locked, and skipped.
     */
    private static final String FORSAKEN = """
            SELECT c.chunk_no, c.manner, c.schema_name, c.relation_name, c.file_node, c.from_page, c.to_page, c.after_key,
                   c.upto_key
            FROM theseus.chunk c
            WHERE c.table_no = ? AND c.state = 'open' AND c.chunk_no <> ALL (?)
              AND (c.claimant IS NULL OR c.claimant = ? OR NOT EXISTS (
                    SELECT FROM pg_catalog.pg_locks l
                    WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.classid = %d AND l.objid::bigint = c.claimant
                      AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())))
            ORDER BY c.chunk_no LIMIT 1 FOR UPDATE OF c SKIP LOCKED""".formatted(ClaimSession.LOCKS);

    private static final String CLAIM = "UPDATE theseus.chunk SET claimant = ? WHERE table_no = ? AND chunk_no = ?";

    private static final String RELEASE =
            "UPDATE theseus.chunk SET claimant = NULL WHERE table_no = ? AND chunk_no = ? AND state = 'open'";

    private static final String VOID = """
            UPDATE theseus.chunk SET state = 'void', claimant = NULL
            WHERE table_no = ? AND part_no = ? AND state = 'open'""";

    private ChunkStore() {}

    /**
     * A chunk about to be written.
     *
     * @param weight its estimated size in bytes, in the measure of the part's
     */
    record Cutting(int table, Part part, ChunkRange range, long weight) {}

    static Chunk insert(Connection target, Cutting cut, int claimant) throws SQLException {
        try (PreparedStatement insert = target.prepareStatement(INSERT)) {
            TableName relation = cut.range().relation();
            insert.setInt(1, cut.table());
            insert.setInt(2, cut.part().number());
            insert.setString(3, name(cut.part().manner()));
            insert.setString(4, relation.schema());
            insert.setString(5, relation.name());
            bind(insert, cut.range());
            insert.setLong(11, cut.weight());
            insert.setInt(12, claimant);
            insert.setInt(13, cut.table());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new Chunk(
                        cut.table(), row.getLong(1), cut.range(), cut.part().manner());
            }
        }
    }

    /** The six columns of the range, from the sixth parameter on. */
    static void bind(PreparedStatement insert, ChunkRange range) throws SQLException {
        switch (range) {
            case ChunkRange.Heap heap -> {
                insert.setLong(6, heap.fileNode());
                insert.setLong(7, heap.fromPage());
                insert.setLong(8, heap.toPage());
                insert.setNull(9, java.sql.Types.ARRAY, "text[]");
                insert.setNull(10, java.sql.Types.ARRAY, "text[]");
            }
            case ChunkRange.Keys keys -> {
                insert.setNull(6, java.sql.Types.BIGINT);
                insert.setNull(7, java.sql.Types.BIGINT);
                insert.setNull(8, java.sql.Types.BIGINT);
                insert.setArray(9, array(insert.getConnection(), keys.after().orElse(null)));
                insert.setArray(10, array(insert.getConnection(), keys.upTo()));
            }
        }
    }

    /** Claims a chunk that was cut before, if there is one; none of those in {@code hands}. */
    static Optional<Chunk> claimForsaken(Connection target, int table, Collection<Long> hands, int claimant)
            throws SQLException {
        try (PreparedStatement query = target.prepareStatement(FORSAKEN)) {
            query.setInt(1, table);
            query.setArray(2, target.createArrayOf("bigint", hands.toArray()));
            query.setInt(3, claimant);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Chunk chunk = chunk(row, table);
                claim(target, chunk, claimant);
                return Optional.of(chunk);
            }
        }
    }

    private static void claim(Connection target, Chunk chunk, int claimant) throws SQLException {
        try (PreparedStatement update = target.prepareStatement(CLAIM)) {
            update.setInt(1, claimant);
            update.setInt(2, chunk.table());
            update.setLong(3, chunk.number());
            update.executeUpdate();
        }
    }

    static void release(Connection target, Chunk chunk) throws SQLException {
        try (PreparedStatement update = target.prepareStatement(RELEASE)) {
            update.setInt(1, chunk.table());
            update.setLong(2, chunk.number());
            update.executeUpdate();
        }
    }

    /** Waits for copiers that hold chunks of the part; those end copied or void. */
    static void voidOpen(Connection target, int table, int part) throws SQLException {
        try (PreparedStatement update = target.prepareStatement(VOID)) {
            update.setInt(1, table);
            update.setInt(2, part);
            update.executeUpdate();
        }
    }

    private static Chunk chunk(ResultSet row, int table) throws SQLException {
        return new Chunk(table, row.getLong("chunk_no"), range(row), manner(row.getString("manner")));
    }

    private static ChunkRange range(ResultSet row) throws SQLException {
        TableName relation = new TableName(row.getString("schema_name"), row.getString("relation_name"));
        Optional<RowKey> upTo = key(row.getArray("upto_key"));
        if (upTo.isPresent()) {
            return new ChunkRange.Keys(relation, key(row.getArray("after_key")), upTo.get());
        }
        return new ChunkRange.Heap(
                relation, row.getLong("file_node"), row.getLong("from_page"), row.getLong("to_page"));
    }

    static Optional<RowKey> key(@Nullable Array array) throws SQLException {
        return array == null ? Optional.empty() : Optional.of(RowKey.of((String[]) array.getArray()));
    }

    static @Nullable Array array(Connection connection, @Nullable RowKey key) throws SQLException {
        return key == null ? null : connection.createArrayOf("text", key.parts().toArray());
    }

    static String name(Chunk.Manner manner) {
        return manner.name().toLowerCase(Locale.ROOT);
    }

    static Chunk.Manner manner(String name) {
        return Chunk.Manner.valueOf(name.toUpperCase(Locale.ROOT));
    }
}

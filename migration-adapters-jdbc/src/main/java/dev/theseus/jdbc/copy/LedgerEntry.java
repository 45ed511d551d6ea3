package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.jdbc.postgres.CopyPipe;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** A chunk's entry in the ledger, written in the transaction that copies its rows. */
record LedgerEntry(Connection target, Chunk chunk) {

    private static final String INSERT =
            "INSERT INTO theseus.chunk_ledger (table_no, chunk_no) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private static final String LOCK = """
            SELECT c.state, t.since_xid, c.to_page, c.upto_key FROM theseus.chunk c JOIN theseus.table_copy t USING (table_no)
            WHERE c.table_no = ? AND c.chunk_no = ? FOR NO KEY UPDATE OF c""";

    private static final String RECORD = """
            WITH counted AS (
              UPDATE theseus.chunk_ledger SET row_count = ?, byte_count = ?, copied_at = clock_timestamp()
              WHERE table_no = ? AND chunk_no = ? RETURNING table_no, chunk_no)
            UPDATE theseus.chunk c SET state = 'copied', claimant = NULL FROM counted n
            WHERE c.table_no = n.table_no AND c.chunk_no = n.chunk_no""";

    /** Whether the chunk is free to be copied. */
    enum Standing {
        FREE,
        COPIED_BEFORE
    }

    /** Whether the plan that the chunk belongs to holds. */
    enum State {
        OPEN,
        VOID,
        /** The chunk was halved since its claimant was given it. */
        SMALLER
    }

    /**
     * What the ledger's plan says.
     *
     * @param since when capture had begun when the table was opened
     */
    record Planned(State state, long since) {}

    /** Waits for another copier of the same chunk to commit or to fail. */
    Standing insert() throws SQLException {
        try (PreparedStatement insert = target.prepareStatement(INSERT)) {
            insert.setInt(1, chunk.table());
            insert.setLong(2, chunk.number());
            return insert.executeUpdate() == 0 ? Standing.COPIED_BEFORE : Standing.FREE;
        }
    }

    /** From here on, who wants to void the plan waits for this transaction. */
    Planned lockChunk() throws SQLException {
        try (PreparedStatement query = target.prepareStatement(LOCK)) {
            query.setInt(1, chunk.table());
            query.setLong(2, chunk.number());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalArgumentException("Chunk " + chunk.number() + " of table " + chunk.table()
                            + " is not one that the ledger planned");
                }
                return new Planned(state(row), row.getLong("since_xid"));
            }
        }
    }

    private State state(ResultSet row) throws SQLException {
        if (row.getString("state").equals("void")) {
            return State.VOID;
        }
        boolean ends = switch (chunk.range()) {
            case ChunkRange.Heap heap -> heap.toPage() == row.getLong("to_page");
            case ChunkRange.Keys keys ->
                ChunkStore.key(row.getArray("upto_key")).equals(Optional.of(keys.upTo()));
        };
        return ends ? State.OPEN : State.SMALLER;
    }

    void record(CopyPipe.Flow flow) throws SQLException {
        try (PreparedStatement update = target.prepareStatement(RECORD)) {
            update.setLong(1, flow.rows());
            update.setLong(2, flow.bytes());
            update.setInt(3, chunk.table());
            update.setLong(4, chunk.number());
            update.executeUpdate();
        }
    }
}

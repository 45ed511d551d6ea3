package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Begins the old database's side of copying a chunk. */
final class ChunkSource {

    private static final String UNDEFINED_TABLE = "42P01";

    private static final String FILE = "SELECT pg_relation_filenode(?::regclass)::bigint";

    private ChunkSource() {}

    /**
     * Holds the relation, so that it stays the same heap, then makes sure that it is the planned one. The snapshot that
     * the rows are read with is taken after that, by the next statement: a TRUNCATE or a rewrite before it shows as
     * another file, and none can come between.
     *
     * @param since the mark of capture that the copy was opened with
     * @return empty if the heap is another one than planned
     */
    static Optional<CaptureMark> begin(Connection old, TablePlan table, ChunkQuery query, long since)
            throws SQLException {
        SourceSession.begin(old);
        return look(old, table, query, since);
    }

    /** The same for a transaction that notes the chunk's keys. */
    static Optional<CaptureMark> beginNoting(Connection old, TablePlan table, ChunkQuery query, long since)
            throws SQLException {
        SourceSession.beginNoting(old);
        return look(old, table, query, since);
    }

    private static Optional<CaptureMark> look(Connection old, TablePlan table, ChunkQuery query, long since)
            throws SQLException {
        ChunkRange range = query.chunk().range();
        try {
            SourceSession.hold(old, range.relation());
        } catch (SQLException e) {
            // a partition that was dropped took its rows with it; to plan anew finds that out
            boolean partitionGone =
                    UNDEFINED_TABLE.equals(e.getSQLState()) && !range.relation().equals(table.old());
            if (partitionGone && range instanceof ChunkRange.Heap) {
                return Optional.empty();
            }
            throw e;
        }
        if (range instanceof ChunkRange.Heap heap && fileNode(old, heap) != heap.fileNode()) {
            return Optional.empty();
        }
        query.bind(old);
        CaptureMark mark = CaptureMark.read(old, table);
        requireSame(table, mark, since);
        return Optional.of(mark);
    }

    private static long fileNode(Connection old, ChunkRange.Heap heap) throws SQLException {
        try (PreparedStatement query = old.prepareStatement(FILE)) {
            query.setString(1, Sql.quoted(heap.relation()));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void requireSame(TablePlan table, CaptureMark mark, long since) {
        if (mark.since() != since) {
            throw new DatabaseRefused(
                    Side.OLD,
                    "55000",
                    "Capture of " + table.old()
                            + " was installed anew after its copy had begun, so writes in between were "
                            + "not noted: empty " + table.target() + " and begin its copy anew");
        }
    }
}

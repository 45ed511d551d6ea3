package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the heap of a table, or of its leaf partitions, is cut into ranges.
 *
 * @param ranges together all of the table
 * @param bytes of heap and large values, estimated
 * @param rows estimated
 */
record HeapPlan(List<HeapRange> ranges, long bytes, long rows) {

    /** Each leaf in one piece. */
    static final long WHOLE = 0;

    /** Where the server has no estimate yet. */
    private static final int GUESSED_ROW_BYTES = 100;

    private static final String LEAVES = """
            SELECT n.nspname, c.relname,
                   coalesce(pg_relation_filenode(c.oid)::bigint, 0) AS file_node,
                   coalesce(pg_relation_size(c.oid), 0) / current_setting('block_size')::int AS pages,
                   current_setting('block_size')::int AS page_bytes, coalesce(pg_table_size(c.oid), 0) AS bytes,
                   c.relkind = 'r' AND coalesce(m.amname = 'heap', false) AS heap,
                   CASE WHEN c.reltuples > 0 AND c.relpages > 0 THEN c.reltuples / c.relpages ELSE 0 END AS rows_per_page
            FROM (SELECT relid AS oid FROM pg_partition_tree(?::regclass) WHERE isleaf
                  UNION SELECT oid FROM pg_class WHERE oid = ?::regclass AND relkind <> 'p') leaf
            JOIN pg_class c ON c.oid = leaf.oid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_am m ON m.oid = c.relam
            ORDER BY 1, 2""";

    HeapPlan {
        ranges = List.copyOf(ranges);
    }

    /**
     * Plans to read a table as it is now.
     *
     * @param rangeBytes of one range; {@link #WHOLE} for a server that can't read part of a heap by itself
     */
    static HeapPlan of(SideTable table, long rangeBytes, Attempts attempts) throws InterruptedException {
        return attempts.inTransaction(
                table.database(), "plan to read " + table.relation().name(), c -> read(c, table, rangeBytes));
    }

    private static HeapPlan read(Connection connection, SideTable table, long rangeBytes) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LEAVES)) {
            query.setString(1, table.relation().quoted());
            query.setString(2, table.relation().quoted());
            try (ResultSet leaf = query.executeQuery()) {
                List<HeapRange> ranges = new ArrayList<>();
                long bytes = 0;
                double rows = 0;
                while (leaf.next()) {
                    ranges.addAll(ranges(leaf, rangeBytes));
                    bytes += leaf.getLong("bytes");
                    rows += rows(leaf);
                }
                return new HeapPlan(ranges, bytes, Math.round(rows));
            }
        }
    }

    private static double rows(ResultSet leaf) throws SQLException {
        double perPage = leaf.getDouble("rows_per_page");
        return leaf.getLong("pages") * (perPage > 0 ? perPage : (double) leaf.getInt("page_bytes") / GUESSED_ROW_BYTES);
    }

    private static List<HeapRange> ranges(ResultSet leaf, long rangeBytes) throws SQLException {
        TableName relation = new TableName(leaf.getString("nspname"), leaf.getString("relname"));
        long fileNode = leaf.getLong("file_node");
        if (rangeBytes == WHOLE || !leaf.getBoolean("heap")) {
            return List.of(HeapRange.whole(relation, fileNode));
        }
        long step = Math.max(1, rangeBytes / leaf.getInt("page_bytes"));
        long pages = leaf.getLong("pages");
        List<HeapRange> ranges = new ArrayList<>();
        for (long from = 0; from == 0 || from < pages; from += step) {
            ranges.add(new HeapRange(relation, fileNode, from, from + step < pages ? from + step : HeapRange.OPEN));
        }
        return ranges;
    }
}

package dev.theseus.jdbc.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reads all rows of a table on one side into buckets, range by range of its heap, each in a short transaction of its
 * own. A row that is written meanwhile may be seen twice or not at all; its bucket then differs and is looked into.
 */
final class SideScan {

    private final SideTable table;
    private final Fold fold;
    private final int buckets;
    private final TableScan.Pace pace;
    private final Attempts attempts;

    SideScan(SideTable table, Fold fold, int buckets, TableScan.Pace pace, Attempts attempts) {
        this.table = table;
        this.fold = fold;
        this.buckets = buckets;
        this.pace = pace;
        this.attempts = attempts;
    }

    /** Tasks that together read all ranges; the sums of all of them are the table's. */
    List<Callable<BucketSums>> tasks(List<HeapRange> ranges) {
        Queue<HeapRange> queue = new ConcurrentLinkedQueue<>(ranges);
        return new ArrayList<>(Collections.nCopies(Math.min(pace.parallelism(), ranges.size()), () -> drain(queue)));
    }

    private BucketSums drain(Queue<HeapRange> queue) throws InterruptedException {
        BucketSums sums = new BucketSums(fold, buckets);
        HeapRange range = queue.poll();
        while (range != null) {
            long began = System.nanoTime();
            sums.add(read(range));
            pace.rest(began);
            range = queue.poll();
        }
        return sums;
    }

    /** Counted only once the transaction has ended well, so that a repeated attempt counts nothing twice. */
    private BucketSums read(HeapRange range) throws InterruptedException {
        return attempts.inTransaction(
                table.database(), "compare " + table.relation().name(), connection -> {
                    RangeReading.begin(connection, range);
                    String rows = range.from(table.relation());
                    return table.made().isEmpty()
                            ? read(connection, query(rows))
                            : table.made().get().staged(connection, rows, made -> {
                                RangeReading.settings(made);
                                return read(made, query("FROM " + MadeRows.STAGE + " t"));
                            });
                });
    }

    private BucketSums read(Connection connection, String query) throws SQLException {
        BucketSums sums = new BucketSums(fold, buckets);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                sums.add(rows.getInt(1), rows.getLong(2), fold.read(rows, 3));
            }
        }
        return sums;
    }

    private String query(String rows) {
        String sum = fold.aggregate(table.digest());
        // one bucket: the aggregate without groups is a third faster
        return buckets == 1
                ? "SELECT 0, count(*), %s %s".formatted(sum, rows)
                : "SELECT (%s & %d)::int, count(*), %s %s GROUP BY 1"
                        .formatted(table.keyDigest(), buckets - 1, sum, rows);
    }
}

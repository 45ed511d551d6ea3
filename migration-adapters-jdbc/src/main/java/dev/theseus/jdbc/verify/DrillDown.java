package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.verify.DigestSpool.Candidate;
import java.sql.SQLException;
import java.util.List;

/** Finds, in the buckets that differ, the keys whose rows are not the same on both sides. */
final class DrillDown {

    /** Some hundred megabytes of temporary tables on new. */
    private static final long SLICE_ROWS = 4_000_000;

    private static final int BATCH_KEYS = 500;

    private final TablePair table;
    private final TableScan scan;
    private final Attempts attempts;

    DrillDown(TablePair table, TableScan scan, Attempts attempts) {
        this.table = table;
        this.scan = scan;
        this.attempts = attempts;
    }

    /** Receives rows in batches. It may be given a row again after a server was away. */
    @FunctionalInterface
    interface Receiver {
        void accept(List<Candidate> rows) throws InterruptedException;
    }

    void into(TableScan.Sums sums, Receiver receiver) throws InterruptedException {
        for (BucketFilter slice : BucketFilter.slices(sums, SLICE_ROWS)) {
            attempts.untilAvailable(() -> slice(slice, receiver));
        }
    }

    /** The spool dies with its session, so a slice is repeated from its start. */
    private int slice(BucketFilter slice, Receiver receiver) throws InterruptedException {
        HeapPlan old = scan.plan(Side.OLD);
        HeapPlan target = scan.plan(Side.NEW);
        try {
            return attempts.once(
                    table.target().database(),
                    "compare row by row " + table.plan().target(),
                    session -> {
                        DigestSpool spool = DigestSpool.in(session, table);
                        fill(spool, slice, old, target);
                        spool.compare();
                        int candidates = hand(spool, receiver);
                        spool.drop();
                        return candidates;
                    });
        } catch (HeapMoved moved) {
            return slice(slice, receiver);
        }
    }

    private void fill(DigestSpool spool, BucketFilter slice, HeapPlan old, HeapPlan target)
            throws SQLException, InterruptedException {
        for (HeapRange range : old.ranges()) {
            long began = System.nanoTime();
            attempts.once(
                    table.old().database(), "read digests of " + table.plan().old(), connection -> {
                        RangeReading.begin(connection, range);
                        spool.addOld(connection, range, slice);
                        return range;
                    });
            scan.pace().rest(began);
        }
        for (HeapRange range : target.ranges()) {
            long began = System.nanoTime();
            spool.addNew(range, slice);
            scan.pace().rest(began);
        }
    }

    private static int hand(DigestSpool spool, Receiver receiver) throws SQLException, InterruptedException {
        int handed = 0;
        List<Candidate> batch = spool.candidates(0, BATCH_KEYS);
        while (!batch.isEmpty()) {
            receiver.accept(batch);
            handed += batch.size();
            batch = spool.candidates(batch.getLast().number(), BATCH_KEYS);
        }
        return handed;
    }
}

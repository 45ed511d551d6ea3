package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.throttle.Rest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;

/** Reads both sides of a table at the same time. */
class TableScan {

    /** After that the heap is rewritten again and again, and the comparison can't be made. */
    private static final int MOST_RESTARTS = 10;

    /** A range of a table that others complete reads those as a whole, so there must not be many. */
    private static final int LONGER_IF_JOINED = 16;

    private final TablePair table;
    private final ServerPair servers;
    private final Pace pace;
    private final Workers workers;
    private final Attempts attempts;

    /**
     * How a table is read.
     *
     * @param parallelism scans of each side at the same time
     * @param rangeBytes of the heap that one transaction reads
     * @param rest after each of them, so that the service keeps its share
     */
    record Pace(int parallelism, long rangeBytes, Rest rest) {

        /** @param began when the reading of a range did, in nanoseconds of the system's timer */
        void rest(long began) throws InterruptedException {
            Thread.sleep(rest.after(Duration.ofNanos(System.nanoTime() - began)));
        }
    }

    TableScan(TablePair table, ServerPair servers, Pace pace, Workers workers, Attempts attempts) {
        this.table = table;
        this.servers = servers;
        this.pace = pace;
        this.workers = workers;
        this.attempts = attempts;
    }

    /**
     * What both sides hold.
     *
     * @param old sums of the old side
     * @param target sums of the new side
     * @param bytes read, estimated
     */
    record Sums(BucketSums old, BucketSums target, long bytes) {

        BitSet differing() {
            return old.differing(target);
        }
    }

    Pace pace() {
        return pace;
    }

    /** How a side's heap is cut now. */
    HeapPlan plan(Side side) throws InterruptedException {
        long joined = table.on(side).relation().isJoined() ? LONGER_IF_JOINED : 1;
        long rangeBytes = servers.readsHeapRanges(side) ? pace.rangeBytes * joined : HeapPlan.WHOLE;
        return HeapPlan.of(table.on(side), rangeBytes, attempts);
    }

    /** Reads both sides. */
    Sums read(int buckets) throws InterruptedException {
        for (int restarts = 0; ; restarts++) {
            try {
                return readOnce(buckets);
            } catch (HeapMoved moved) {
                if (restarts == MOST_RESTARTS) {
                    throw moved;
                }
            }
        }
    }

    private Sums readOnce(int buckets) throws InterruptedException {
        HeapPlan old = plan(Side.OLD);
        HeapPlan target = plan(Side.NEW);
        List<Callable<BucketSums>> tasks = new ArrayList<>(tasks(Side.OLD, old, buckets));
        int ofOld = tasks.size();
        tasks.addAll(tasks(Side.NEW, target, buckets));
        List<BucketSums> parts = workers.all(tasks);
        return new Sums(
                sum(parts.subList(0, ofOld), buckets),
                sum(parts.subList(ofOld, parts.size()), buckets),
                old.bytes() + target.bytes());
    }

    private List<Callable<BucketSums>> tasks(Side side, HeapPlan plan, int buckets) {
        return new SideScan(table.on(side), servers.fold(), buckets, pace, attempts).tasks(plan.ranges());
    }

    private BucketSums sum(List<BucketSums> parts, int buckets) {
        BucketSums all = new BucketSums(servers.fold(), buckets);
        parts.forEach(all::add);
        return all;
    }
}

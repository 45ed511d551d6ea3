package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.relay.RoundWork.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Takes what stands in the log, has it applied by all workers, and ends when all are done: whatever a round applies was
 * seen before it began, so that every entry that it retires is older than what it read.
 */
final class Round {

    /** Many entries may be of few keys. */
    private static final int ENTRIES_PER_KEY = 16;

    /** The most keys of one table that go together when rows collide. */
    private static final int TOGETHER = 10_000;

    private final RoundWork work;
    private final Lanes lanes;
    private final RelaySettings settings;
    private final ExecutorService workers;

    Round(RoundWork work, Lanes lanes, RelaySettings settings, ExecutorService workers) {
        this.work = work;
        this.lanes = lanes;
        this.settings = settings;
        this.workers = workers;
    }

    /** What a round came to. */
    enum Outcome {
        /** As many entries as one round takes were there: more may be. */
        FULL,
        MOVED,
        /** Nothing stood in the log, or nothing that could be moved. */
        IDLE,
        NOT_IN_FORCE
    }

    private record Batch(TablePlan table, List<Change> changes) {}

    /** @param tables that are relayed, referenced ones first */
    Outcome run(List<TablePlan> tables) throws InterruptedException {
        Map<Integer, TablePlan> byNumber = new HashMap<>();
        tables.forEach(t -> byNumber.put(t.number(), t));
        long now = System.nanoTime();
        int most = settings.workers() * settings.batchKeys() * ENTRIES_PER_KEY;
        List<LogEntry> entries =
                work.log().pending(byNumber.keySet(), work.refusals().resting(now), most);
        List<Change> changes = work.refusals().ready(Change.coalesce(entries), now);
        List<Result> results = new ArrayList<>(truncated(byNumber, changes));
        Queue<Batch> collided = new ConcurrentLinkedQueue<>();
        results.addAll(finish(lanes(tables, changes, collided)));
        results.addAll(together(List.copyOf(collided)));
        return outcome(results, entries.size() >= most);
    }

    private List<Result> truncated(Map<Integer, TablePlan> tables, List<Change> changes) {
        List<Result> results = new ArrayList<>();
        Retiring retiring = new Retiring();
        for (Change change : changes) {
            TablePlan table = tables.get(change.table());
            if (table != null && change.key().isEmpty()) {
                results.add(work.truncated(table, change, retiring));
            }
        }
        work.retire(retiring);
        return results;
    }

    /** One task for each lane, which takes the lane's batches one after the other. */
    private List<Callable<List<Result>>> lanes(List<TablePlan> tables, List<Change> changes, Queue<Batch> collided) {
        int count = lanes.count();
        List<List<Batch>> batches = new ArrayList<>();
        for (int lane = 0; lane < count; lane++) {
            batches.add(new ArrayList<>());
        }
        for (TablePlan table : tables) {
            spread(table, changes, batches);
        }
        return batches.stream()
                .filter(lane -> !lane.isEmpty())
                .<Callable<List<Result>>>map(lane -> () -> take(lane, collided))
                .toList();
    }

    /** Few changes of a table go together, on the lane that has least to do: halved, they would cost twice as much. */
    private void spread(TablePlan table, List<Change> all, List<List<Batch>> batches) {
        List<Change> changes = all.stream()
                .filter(change ->
                        change.table() == table.number() && change.key().isPresent())
                .toList();
        boolean few = changes.size() <= settings.batchKeys() / 2;
        int idlest = idlest(batches);
        Map<Integer, List<Change>> open = new HashMap<>();
        for (Change change : changes) {
            int lane = few ? idlest : lanes.of(table, change.key().orElseThrow(), batches.size());
            if (work.refusals().of(change) == Refusals.History.REFUSED_BEFORE) {
                batches.get(lane).add(new Batch(table, List.of(change)));
                continue;
            }
            List<Change> batch = open.get(lane);
            if (batch == null || batch.size() >= settings.batchKeys()) {
                batch = new ArrayList<>();
                open.put(lane, batch);
                batches.get(lane).add(new Batch(table, batch));
            }
            batch.add(change);
        }
    }

    private static int idlest(List<List<Batch>> batches) {
        int idlest = 0;
        for (int lane = 1; lane < batches.size(); lane++) {
            if (batches.get(lane).size() < batches.get(idlest).size()) {
                idlest = lane;
            }
        }
        return idlest;
    }

    private List<Result> take(List<Batch> lane, Queue<Batch> collided) {
        List<Result> results = new ArrayList<>();
        Retiring retiring = new Retiring();
        for (Batch batch : lane) {
            Result result = work.changed(batch.table(), batch.changes(), retiring);
            results.add(result);
            if (result == Result.COLLIDED) {
                collided.add(batch);
            } else if (result == Result.NOT_IN_FORCE) {
                break;
            }
        }
        work.retire(retiring);
        return results;
    }

    private List<Result> finish(List<Callable<List<Result>>> tasks) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        RuntimeException failure = null;
        for (Future<List<Result>> future : workers.invokeAll(tasks)) {
            try {
                results.addAll(future.get());
            } catch (ExecutionException e) {
                failure = e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(e.getCause());
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    /**
     * Where many rows moved along a unique key, as when all positions were shifted by one, a batch can't be applied
     * without the others. So all that stands in the log for the table goes together, while no worker is at work. What
     * collides even so is split until it is clear who is to blame.
     */
    private List<Result> together(List<Batch> collided) {
        Map<TablePlan, List<Batch>> byTable = new HashMap<>();
        collided.forEach(
                b -> byTable.computeIfAbsent(b.table(), t -> new ArrayList<>()).add(b));
        List<Result> results = new ArrayList<>();
        Retiring retiring = new Retiring();
        byTable.forEach((table, batches) -> {
            Result all = together(table, work.refusals().resting(System.nanoTime()), retiring);
            Result even = all == Result.COLLIDED ? together(table, Set.of(), retiring) : all;
            results.add(even);
            if (even == Result.COLLIDED) {
                batches.forEach(b -> results.add(work.settle(table, b.changes(), retiring)));
            }
        });
        work.retire(retiring);
        return results;
    }

    private Result together(TablePlan table, Set<Long> except, Retiring retiring) {
        List<Change> changes = Change.coalesce(work.log().pending(Set.of(table.number()), except, TOGETHER)).stream()
                .filter(c -> c.key().isPresent())
                .toList();
        return changes.isEmpty() ? Result.LEFT : work.changed(table, changes, retiring);
    }

    private static Outcome outcome(List<Result> results, boolean full) {
        if (results.contains(Result.NOT_IN_FORCE)) {
            return Outcome.NOT_IN_FORCE;
        }
        if (!results.contains(Result.MOVED)) {
            return Outcome.IDLE;
        }
        return full ? Outcome.FULL : Outcome.MOVED;
    }
}

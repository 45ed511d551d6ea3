package dev.theseus.jdbc.relay;

import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.relay.RoundWork.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Takes what stands in the log, has it applied by all workers, and ends when all are done: whatever a round applies was
 * seen before it began, so that every entry that it retires is older than what it read.
 */
final class Round {

    /** Many entries may be of few keys. */
    private static final int ENTRIES_PER_KEY = 4;

    private final RoundWork work;
    private final RelaySettings settings;
    private final ExecutorService workers;

    Round(RoundWork work, RelaySettings settings, ExecutorService workers) {
        this.work = work;
        this.settings = settings;
        this.workers = workers;
    }

    /** What a round came to. */
    enum Outcome {
        MOVED,
        /** Nothing stood in the log, or nothing that could be moved. */
        IDLE,
        NOT_IN_FORCE
    }

    /** @param tables that are relayed, referenced ones first */
    Outcome run(List<TablePlan> tables) throws InterruptedException {
        Map<Integer, TablePlan> byNumber = new HashMap<>();
        tables.forEach(t -> byNumber.put(t.number(), t));
        int most = settings.workers() * settings.batchKeys() * ENTRIES_PER_KEY;
        List<Change> changes = Change.coalesce(work.log().pending(byNumber.keySet(), work.resting(), most));
        List<Result> results = new ArrayList<>();
        for (Change change : changes) {
            if (change.key().isEmpty()) {
                results.add(work.truncated(table(byNumber, change), change));
            }
        }
        results.addAll(finish(batches(tables, changes)));
        return outcome(results);
    }

    private static TablePlan table(Map<Integer, TablePlan> byNumber, Change change) {
        TablePlan table = byNumber.get(change.table());
        if (table == null) {
            throw new IllegalStateException(
                    "The log gave an entry of table number " + change.table() + ", which was not asked for");
        }
        return table;
    }

    /** Keys are spread over the workers by their hash, so that those of one stripe mostly go to the same one. */
    private List<Callable<Result>> batches(List<TablePlan> tables, List<Change> changes) {
        List<Callable<Result>> batches = new ArrayList<>();
        for (TablePlan table : tables) {
            List<Change> ofTable = changes.stream()
                    .filter(c -> c.table() == table.number() && c.key().isPresent())
                    .sorted(Comparator.comparingInt(c -> c.key().hashCode()))
                    .toList();
            int size = Math.clamp(-Math.floorDiv(-ofTable.size(), settings.workers()), 1, settings.batchKeys());
            for (int from = 0; from < ofTable.size(); from += size) {
                List<Change> batch = ofTable.subList(from, Math.min(from + size, ofTable.size()));
                batches.add(() -> work.changed(table, batch));
            }
        }
        return batches;
    }

    private List<Result> finish(List<Callable<Result>> batches) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        ExecutionException failure = null;
        for (Future<Result> future : workers.invokeAll(batches)) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failure.getCause());
        }
        return results;
    }

    private static Outcome outcome(List<Result> results) {
        if (results.contains(Result.NOT_IN_FORCE)) {
            return Outcome.NOT_IN_FORCE;
        }
        return results.contains(Result.MOVED) ? Outcome.MOVED : Outcome.IDLE;
    }
}

package dev.theseus.app.run;

import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.process.WorkCrew;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The crew of one run: one piece of work at a time, on a thread of its own. Safe for several threads. */
final class Crew implements WorkCrew {

    /** Long enough for a chunk to be rolled back, short enough for somebody who pressed Ctrl-C. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final RunId run;
    private final Workbench bench;
    private final ExecutorService hands = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("theseus-crew").factory());
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Work, Future<?>> ordered = new LinkedHashMap<>();
    private final CompletableFuture<Work.Finish> finished = new CompletableFuture<>();

    Crew(RunId run, Workbench bench) {
        this.run = run;
        this.bench = bench;
    }

    /** Completes when the process orders the run to finish. */
    CompletableFuture<Work.Finish> finished() {
        return finished;
    }

    @Override
    public void order(MigrationId migration, String process, RunId orderedRun, Work work) {
        if (!run.equals(orderedRun)) {
            return;
        }
        lock.lock();
        try {
            if (takesThePlaceOfOthers(work)) {
                ordered.values().forEach(f -> f.cancel(true));
                ordered.clear();
            }
            if (!hands.isShutdown() && !ordered.containsKey(work)) {
                ordered.put(work, hands.submit(() -> carryOut(work)));
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean takesThePlaceOfOthers(Work work) {
        return work instanceof Work.Hold || work instanceof Work.TakeBack || work instanceof Work.Finish;
    }

    private void carryOut(Work work) {
        try {
            if (work instanceof Work.Finish finish) {
                finished.complete(finish);
            } else {
                bench.carryOut(work);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // nothing else would hear of it: the run must not wait for ever for work that nobody does
            finished.completeExceptionally(e);
        } finally {
            done(work);
        }
    }

    private void done(Work work) {
        lock.lock();
        try {
            ordered.remove(work);
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts what is in hand, waits until it has been put down, and takes no further orders. May be repeated. */
    void dismiss() {
        hands.shutdownNow();
        try {
            hands.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

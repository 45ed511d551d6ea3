package dev.theseus.app.run;

import dev.theseus.domain.process.Work;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Does the work that one process orders: one piece at a time, on a thread of its own, what is ordered twice once. Safe
 * for several threads.
 */
final class Hand {

    private final ExecutorService thread;
    private final Toil toil;
    private final Consumer<Throwable> broken;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Work, Future<?>> ordered = new LinkedHashMap<>();

    /** How a piece of work is done. */
    @FunctionalInterface
    interface Toil {
        void at(Work work) throws InterruptedException;
    }

    /**
     * @param process whose work it does
     * @param broken hears what no work should throw
     */
    Hand(String process, Toil toil, Consumer<Throwable> broken) {
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("theseus-" + process).factory());
        this.toil = toil;
        this.broken = broken;
    }

    void take(Work work) {
        lock.lock();
        try {
            if (!thread.isShutdown() && !ordered.containsKey(work)) {
                ordered.put(work, thread.submit(() -> carryOut(work)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts what is in hand, and forgets what waits. */
    void drop() {
        lock.lock();
        try {
            ordered.values().forEach(f -> f.cancel(true));
            ordered.clear();
        } finally {
            lock.unlock();
        }
    }

    private void carryOut(Work work) {
        try {
            toil.at(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // nothing else would hear of it: the run must not wait for ever for work that nobody does
            broken.accept(e);
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

    /** Interrupts what is in hand and takes nothing any more. May be repeated. */
    void dismiss() {
        thread.shutdownNow();
    }

    /** Waits until what was in hand has been put down. */
    void awaitRest(Duration limit) throws InterruptedException {
        var unused = thread.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}

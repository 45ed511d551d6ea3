package dev.theseus.jdbc.copy;

import dev.theseus.domain.plan.TablePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one copy. They all take from the same list of tables: the first table that has a chunk left gets the
 * thread, so while its last chunks are copied the next table has begun. The first failure ends them all.
 */
final class BackfillRun {

    /** How long a thread without work waits before it looks again: others may give chunks back. */
    private static final Duration IDLE = Duration.ofMillis(50);

    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int MOST_GRACES = 30;

    private final BackfillWork work;
    private final Runnable breakConnections;

    /** @param breakConnections ends the statements that threads wait for; may be run again and again */
    BackfillRun(BackfillWork work, Runnable breakConnections) {
        this.work = work;
        this.breakConnections = breakConnections;
    }

    void copy(List<TablePlan> tables, int parallelism) throws InterruptedException {
        List<TableCopying> copying = work.begin(tables);
        ThreadFactory daemons =
                Thread.ofPlatform().daemon().name("theseus-copy-", 1).factory();
        ExecutorService threads = Executors.newFixedThreadPool(parallelism, daemons);
        try {
            await(start(threads, copying, parallelism), parallelism);
        } finally {
            stop(threads);
        }
    }

    private ExecutorCompletionService<Integer> start(
            ExecutorService threads, List<TableCopying> copying, int parallelism) {
        ExecutorCompletionService<Integer> running = new ExecutorCompletionService<>(threads);
        for (int i = 0; i < parallelism; i++) {
            running.submit(() -> copyAll(copying));
        }
        return running;
    }

    private int copyAll(List<TableCopying> tables) throws InterruptedException {
        int chunks = 0;
        while (tables.stream().anyMatch(t -> !t.isReported())) {
            Optional<BackfillWork.ClaimedChunk> chunk = work.claim(tables);
            if (chunk.isPresent()) {
                work.copy(chunk.get());
                chunks++;
            } else {
                Thread.sleep(IDLE.toMillis());
            }
        }
        return chunks;
    }

    /** Until all threads have ended well, or one has not. */
    private static void await(ExecutorCompletionService<Integer> running, int threads) throws InterruptedException {
        for (int i = 0; i < threads; i++) {
            try {
                running.take().get();
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }
    }

    private static RuntimeException failure(ExecutionException e) throws InterruptedException {
        return switch (e.getCause()) {
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            case InterruptedException interrupted -> throw interrupted;
            case Throwable other -> new IllegalStateException("A copying thread failed", other);
            case null -> new IllegalStateException("A copying thread failed", e);
        };
    }

    /** Threads that wait for a server don't notice an interrupt: what they wait for is ended after a moment. */
    private void stop(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = false;
        for (int i = 0; i < MOST_GRACES && !threads.isTerminated(); i++) {
            try {
                if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                    breakConnections.run();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

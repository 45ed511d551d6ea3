package dev.theseus.jdbc.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The threads of one verification. Closing them waits until all have stopped. */
final class Workers implements AutoCloseable {

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("theseus-verify-", 1).factory());
    private final Attempts attempts;

    /** @param attempts what the threads do, ended when this is closed */
    Workers(Attempts attempts) {
        this.attempts = attempts;
    }

    /** Runs tasks at the same time and waits for all of them; the first failure ends the others at their next step. */
    <T> List<T> all(List<? extends Callable<T>> tasks) throws InterruptedException {
        List<Future<T>> running = new ArrayList<>();
        for (Callable<T> task : tasks) {
            running.add(threads.submit(task));
        }
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(result(one));
            }
            return results;
        } finally {
            running.forEach(one -> one.cancel(true));
        }
    }

    private static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("A thread of a comparison failed", e.getCause());
        }
    }

    @Override
    public void close() {
        attempts.end();
        threads.shutdownNow();
        threads.close();
    }
}

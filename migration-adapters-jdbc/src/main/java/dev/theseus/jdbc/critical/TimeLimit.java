package dev.theseus.jdbc.critical;

import dev.theseus.jdbc.guard.LimitedCall;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs work that may hang on a thread of its own; when time is up, its sessions are aborted and nobody waits for it.
 */
final class TimeLimit {

    private TimeLimit() {}

    /**
     * @throws TimeoutException if time was up or the calling thread was interrupted: what became of the work is unknown
     * @throws ExecutionException with the error of the work
     */
    static <T> T run(Duration limit, Callable<T> work) throws TimeoutException, ExecutionException {
        AtomicReference<@Nullable LimitedCall> call = new AtomicReference<>();
        FutureTask<T> task = new FutureTask<>(() -> {
            LimitedCall limited = LimitedCall.open();
            call.set(limited);
            try {
                return work.call();
            } finally {
                limited.end();
            }
        });
        Thread thread = Thread.ofVirtual().name("theseus-critical").start(task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            expire(call.get(), thread);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            expire(call.get(), thread);
            throw new TimeoutException("interrupted");
        }
    }

    private static void expire(@Nullable LimitedCall limited, Thread thread) {
        if (limited != null) {
            limited.expire();
        }
        thread.interrupt();
    }
}

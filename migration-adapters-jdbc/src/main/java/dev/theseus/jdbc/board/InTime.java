package dev.theseus.jdbc.board;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Side;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks one database on a thread of its own, so that nobody waits for one that is away as long as a pool would: what
 * both databases are asked for must be had from the one while the other is dead. One question at a time; what is asked
 * may still be done after it was given up, so it must be such that this does no harm. Safe for several threads.
 */
final class InTime {

    private final Side side;
    private final Duration limit;
    private final Semaphore free = new Semaphore(1);

    /** Whether the open question was given up: whoever comes meanwhile need not find that out again. */
    private volatile boolean late;

    InTime(Side side, Duration limit) {
        this.side = side;
        this.limit = limit;
    }

    /**
     * @param attempted as a phrase
     * @throws DatabaseUnavailable also if there is no answer within the limit, or none yet to an earlier question
     */
    <T> T ask(String attempted, Supplier<T> question) {
        FutureTask<T> task = new FutureTask<>(() -> {
            try {
                return question.get();
            } finally {
                late = false;
                free.release();
            }
        });
        try {
            if (!free.tryAcquire(late ? 0 : limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new DatabaseUnavailable(side, attempted, new TimeoutException("an earlier question is open"));
            }
            Thread.ofVirtual().name("theseus-board-" + side).start(task);
            return inTime(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable(side, attempted, e);
        } catch (TimeoutException e) {
            throw new DatabaseUnavailable(side, attempted, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException("Tried to " + attempted, e.getCause());
        }
    }

    private <T> T inTime(FutureTask<T> task) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            late = !task.isDone();
            throw e;
        }
    }
}

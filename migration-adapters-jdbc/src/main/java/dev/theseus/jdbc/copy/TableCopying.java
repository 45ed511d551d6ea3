package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.ChunkSizing;
import dev.theseus.domain.plan.TablePlan;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A table during a run: how large its chunks are at the moment, and whether its end was reported. Safe for several
 * threads.
 */
final class TableCopying {

    private final TablePlan plan;
    private final ReentrantLock end = new ReentrantLock();
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile ChunkSizing sizing;

    TableCopying(TablePlan plan, ChunkSizing sizing) {
        this.plan = plan;
        this.sizing = sizing;
    }

    TablePlan plan() {
        return plan;
    }

    ChunkSizing sizing() {
        return sizing;
    }

    /** Two threads that do so at once may lose one of the steps: the next chunk makes up for it. */
    void resize(Duration worked) {
        sizing = sizing.after(worked);
    }

    boolean isReported() {
        return reported.get();
    }

    /** @return whether it was not reported before */
    boolean markReported() {
        return reported.compareAndSet(false, true);
    }

    /**
     * Does something unless another thread is doing so: it would be done twice, and that thread has other tables to
     * copy.
     */
    void whileNobodyElse(Step step) throws InterruptedException {
        if (end.tryLock()) {
            try {
                step.take();
            } finally {
                end.unlock();
            }
        }
    }

    /** May be interrupted. */
    interface Step {
        void take() throws InterruptedException;
    }
}

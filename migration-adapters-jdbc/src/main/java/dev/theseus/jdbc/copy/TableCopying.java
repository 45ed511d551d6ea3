package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.ChunkSizing;
import dev.theseus.domain.plan.TablePlan;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A table during a run: how large its chunks are at the moment, and whether its end was reported. Safe for several
 * threads.
 */
final class TableCopying {

    private final TablePlan plan;
    private final AtomicBoolean finishing = new AtomicBoolean();
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

    /** Whether the caller is the one to finish the table now; it gives that back by {@link #leaveFinish}. */
    boolean enterFinish() {
        return finishing.compareAndSet(false, true);
    }

    void leaveFinish() {
        finishing.set(false);
    }

    boolean isReported() {
        return reported.get();
    }

    /** @return whether it was not reported before */
    boolean markReported() {
        return reported.compareAndSet(false, true);
    }
}

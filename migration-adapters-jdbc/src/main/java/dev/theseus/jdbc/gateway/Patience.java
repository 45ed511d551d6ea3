package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import java.time.Duration;

/** How long one write still waits for authority to settle. */
final class Patience {

    private final Lookout lookout;
    private final Duration limit;
    private final long deadline;

    Patience(Lookout lookout, Duration limit) {
        this.lookout = lookout;
        this.limit = limit;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * Waits until a side has authority in a later epoch than this, or, seen anew, in this one.
     *
     * @param refused why
     * @throws AuthorityMoved if that does not come in time
     */
    void awaitBeyond(Epoch epoch, Throwable refused) {
        if (!lookout.awaitBeyond(epoch, deadline)) {
            throw AuthorityMoved.notSettled(limit.toMillis(), refused);
        }
    }

    /** The same, for who fails in any case. */
    void waitBeyond(Epoch epoch) {
        var unused = lookout.awaitBeyond(epoch, deadline);
    }
}

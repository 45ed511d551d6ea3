package dev.theseus.domain.relay;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.plan.TablePlan;
import java.time.Duration;
import java.util.Collection;

/**
 * Follows the change log and applies what stands in it, with several workers, until it is closed. It relays the tables
 * whose copy is complete and holds the entries of the others. It outlives failures of both servers.
 */
public interface Relay extends AutoCloseable {

    /** Begins to follow; repeated calls do nothing. */
    void start();

    /** What it measures; cheap, never blocks on a database. */
    RelayStatus status();

    /**
     * Waits until every entry that stood in the log for these tables when it was called has been applied or set aside.
     *
     * @return whether that happened in time
     * @throws InterruptedException if the calling thread was interrupted
     */
    Drain awaitDrained(Collection<TablePlan> tables, Duration patience) throws InterruptedException;

    /**
     * The rows of these tables that this relay has brought over.
     *
     * @param past in the time until now; of the time before this relay began to lead, nothing is known
     */
    BroughtOver broughtOver(Collection<TablePlan> tables, Duration past);

    /**
     * How far one has to look back to see a time in which the target was within reach.
     *
     * @param past a time until now
     * @return the same; or until the relay reached the target for the last time before an outage that reaches into it,
     *     or ended a few minutes before it
     */
    Duration beforeOutages(Duration past);

    /** Finishes the batches in hand and stops. */
    @Override
    void close();

    /** Whether the log was drained. */
    enum Drain {
        DRAINED,
        STILL_PENDING
    }
}

package dev.theseus.domain.changelog;

import dev.theseus.domain.plan.TablePlan;
import java.time.Duration;
import java.util.Collection;

/**
 * The entries of the change log whose rows requests have brought over themselves, past the relay. They are retired like
 * the relay's, but the log remembers for a while which rows they were, since the relay does not know. Safe for several
 * threads and processes.
 */
public interface BroughtByRequests {

    /** For how long it is remembered at least. */
    Duration REMEMBERED = Duration.ofMinutes(10);

    /**
     * Removes entries from the log as {@link ChangeLog#retire} does, and remembers their rows in the same transaction.
     *
     * @param entries whose change is in the target, durably
     */
    void retire(Collection<LogEntry> entries);

    /**
     * The rows of these tables whose entries were retired in this way.
     *
     * @param past in the time until now; where it is longer than {@link #REMEMBERED}, or the rows are too many, nothing
     *     is known
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server is away
     */
    BroughtOver lately(Collection<TablePlan> tables, Duration past);
}

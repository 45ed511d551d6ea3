package dev.theseus.domain.changelog;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The log of changed keys of one source database. It is the reconciliation queue: an entry stands until the change is
 * in the target, so new equals the mapping of old whenever it is empty. Safe for several threads and processes.
 */
public interface ChangeLog {

    /**
     * Entries that are visible now, oldest first. Never pages by "greater than the last": ids are not in commit order,
     * an entry with a smaller id may appear later.
     *
     * @param tables numbers of the tables that are relayed; entries of others are held
     * @param except entries that are in hand already
     * @param limit at most so many
     */
    List<LogEntry> pending(Set<Integer> tables, Collection<Long> except, int limit);

    /**
     * Removes entries whose change is in the target. Entries that are gone already are ignored.
     *
     * @return for each entry removed, how long it stood
     */
    List<Duration> retire(Collection<Long> entries);

    /** Notes keys as if they had changed; that is how a row is repaired. */
    void append(TablePlan table, Collection<RowKey> keys);

    /** Which of the keys have an entry that is visible now. */
    Set<RowKey> pendingOf(TablePlan table, Collection<RowKey> keys);

    /**
     * Moves entries that can't be applied out of the way, with the reason; in one transaction, so that none is lost.
     */
    void setAside(Collection<Long> entries, SetAside.Reason reason);

    /** What has been set aside, oldest first, at most {@code limit}. */
    List<SetAside> setAside(int limit);

    /**
     * Puts entries that were set aside back into the log.
     *
     * @param table all of this table's, or of all tables when empty
     * @return how many
     */
    long retrySetAside(Optional<TablePlan> table);

    /** How much stands in the log. */
    Backlog backlog();

    /**
     * @param entries in the log, held ones included
     * @param setAside entries set aside
     * @param age of the oldest entry of a relayed table; zero if there is none
     * @param position the highest id given out so far; for people and checkpoints, not for paging
     */
    record Backlog(long entries, long setAside, Duration age, long position) {
        public static final Backlog EMPTY = new Backlog(0, 0, Duration.ZERO, 0);
    }
}

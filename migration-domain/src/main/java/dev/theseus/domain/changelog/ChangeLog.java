package dev.theseus.domain.changelog;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The log of changed keys of one source database. It is the reconciliation queue: an entry stands until the change is
 * in the target, so new equals the mapping of old whenever it is empty. Safe for several threads and processes.
 */
public interface ChangeLog {

    /** Longer than any entry stands. */
    Duration FOR_EVER = Duration.ofDays(36_500);

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
     * Removes entries whose change is in the target, and with them what was set aside earlier for the same keys: a
     * later apply has brought it over. Entries that are gone already are ignored.
     *
     * @param entries that were seen before their apply began
     * @param stood told of each entry removed
     * @return how many were removed
     */
    long retire(Collection<LogEntry> entries, Stood stood);

    /** Told how long an entry stood in the log. */
    @FunctionalInterface
    interface Stood {

        /**
         * @param table its number
         * @param micros in microseconds, 0 or more, by the database's clock
         */
        void entry(int table, long micros);
    }

    /** Notes keys as if they had changed; that is how a row is repaired. */
    void append(TablePlan table, Collection<RowKey> keys);

    /** Which of the keys have an entry that is visible now; all of them while the table's TRUNCATE stands. */
    Set<RowKey> pendingOf(TablePlan table, Collection<RowKey> keys);

    /**
     * The highest id among the entries of these tables that are visible now; 0 if there are none.
     *
     * @param tables numbers of the tables
     */
    long newest(Set<Integer> tables);

    /**
     * Whether any entry of these tables with at most this id is visible now.
     *
     * @param tables numbers of the tables
     * @param id as {@link #newest} gave it
     */
    Standing upTo(Set<Integer> tables, long id);

    /** Whether entries stand in the log. */
    enum Standing {
        SOME,
        NONE
    }

    /**
     * Moves entries that can't be applied out of the way, with the reason; in one transaction, so that none is lost.
     */
    void setAside(Collection<LogEntry> entries, SetAside.Reason reason);

    /** What has been set aside, oldest first, at most {@code limit}. */
    List<SetAside> setAside(int limit);

    /**
     * Puts entries that were set aside back into the log.
     *
     * @param table all of this table's, or of all tables when empty
     * @return how many
     */
    long retrySetAside(Optional<TablePlan> table);

    /**
     * How much stands in the log. Cheap however long the log is: many entries are estimated, not counted.
     *
     * @param relayed numbers of the tables that are relayed
     */
    default Backlog backlog(Set<Integer> relayed) {
        return backlog(relayed.stream().collect(Collectors.toMap(Function.identity(), number -> FOR_EVER)));
    }

    /**
     * The same, as far as the relay can be blamed: what was held until its table was copied was nobody's delay.
     *
     * @param relayed numbers of the tables that are relayed, each with the time for which it has been; its entries
     *     count as no older
     */
    Backlog backlog(Map<Integer, Duration> relayed);

    /**
     * @param entries in the log, held ones included; estimated where there are more than some ten thousand of a table
     * @param setAside entries set aside
     * @param age of the oldest entry of a relayed table; zero if there is none
     * @param position the highest id given out so far; for people and checkpoints, not for paging
     */
    record Backlog(long entries, long setAside, Duration age, long position) {
        public static final Backlog EMPTY = new Backlog(0, 0, Duration.ZERO, 0);
    }
}

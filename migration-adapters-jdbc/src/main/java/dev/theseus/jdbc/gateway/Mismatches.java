package dev.theseus.jdbc.gateway;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.RoutedTable;
import dev.theseus.jdbc.verify.RowCheck;
import dev.theseus.jdbc.verify.RowCheck.Found;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells rows that only lag from rows that differ, and has the latter brought over again. It takes few sessions, whoever
 * asks. Safe for several threads.
 */
final class Mismatches {

    private static final Logger LOG = LoggerFactory.getLogger(Mismatches.class);

    /** The last of these is tried again, so that all looks together take some seconds. */
    private static final Duration[] RESTS = {
        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMillis(600)
    };

    static final int LOOKS = 8;

    /** At a time; each takes a session on one side, of pools that are the service's. */
    private static final int AT_ONCE = 2;

    private final RowCheck rows;
    private final ChangeLog log;
    private final AuthorityOfOld authority;
    private final Counts counts;
    private final NodeVoice voice;
    private final Semaphore atOnce = new Semaphore(AT_ONCE);

    Mismatches(RowCheck rows, ChangeLog log, AuthorityOfOld authority, Counts counts, NodeVoice voice) {
        this.rows = rows;
        this.log = log;
        this.authority = authority;
        this.counts = counts;
        this.voice = voice;
    }

    /** Before the look of this number, from 0. */
    static void rest(int look) throws InterruptedException {
        if (look > 0) {
            Thread.sleep(RESTS[Math.min(look, RESTS.length) - 1]);
        }
    }

    /**
     * Looks once.
     *
     * @return {@code DIFFERENT} if a row differed; it was repaired, counted and told
     */
    Found look(TablePlan table, Collection<RowKey> keys) throws InterruptedException {
        atOnce.acquire();
        try {
            Epoch begun = authority.begin();
            Map<RowKey, Found> found = rows.look(table, keys);
            Set<RowKey> different = new HashSet<>();
            found.forEach((key, each) -> {
                if (each == Found.DIFFERENT) {
                    different.add(key);
                }
            });
            if (!different.isEmpty() && !authority.lasts(begun)) {
                return Found.IN_FLIGHT;
            }
            if (!different.isEmpty()) {
                repair(table, different);
                return Found.DIFFERENT;
            }
            return found.containsValue(Found.IN_FLIGHT) ? Found.IN_FLIGHT : Found.EQUAL;
        } finally {
            atOnce.release();
        }
    }

    /** Looks at all that new shows of a table's rows, as far as that follows from their keys. */
    Found look(RoutedTable table, Collection<RowKey> keys) throws InterruptedException {
        Found found = Found.EQUAL;
        for (Map.Entry<TablePlan, Set<RowKey>> part : table.rows(keys).entrySet()) {
            Found each = look(part.getKey(), part.getValue());
            if (each == Found.DIFFERENT) {
                return each;
            }
            found = each == Found.IN_FLIGHT ? each : found;
        }
        return found;
    }

    /** Looks until it is certain, or for some seconds. */
    Found settle(TablePlan table, Collection<RowKey> keys) throws InterruptedException {
        Found found = Found.IN_FLIGHT;
        for (int look = 0; look < LOOKS && found == Found.IN_FLIGHT; look++) {
            rest(look);
            found = look(table, keys);
        }
        return found;
    }

    private void repair(TablePlan table, Set<RowKey> keys) {
        log.append(table, keys);
        for (RowKey key : keys) {
            counts.mismatches.increment();
            voice.mismatch("table " + table.old() + ", key " + key);
        }
        LOG.warn(
                "Rows of {} differ that were not in the change log; they are brought over again: {}",
                table.old(),
                keys);
    }

    /** Answers differ though the rows do not: there is nothing to repair, but somebody has to look. */
    void answersDiffer(RoutedTable table, Collection<RowKey> keys) {
        if (!authority.lasts(authority.begin())) {
            return;
        }
        counts.mismatches.increment();
        String which = keys.isEmpty()
                ? "a read of many rows"
                : "the read of key " + keys.iterator().next();
        voice.mismatch("table " + table.name() + ", " + which + ": the answers differ");
        LOG.warn("{} of {} is answered differently by the two databases", which, table.name());
    }

    /** Whether changes of these rows, or of any row of the table if none can be told, are under way. */
    boolean isPending(RoutedTable table, Collection<RowKey> keys) {
        if (keys.isEmpty() || !keys.stream().allMatch(table::isTraceable)) {
            return !log.pending(table.numbers(), Set.of(), 1).isEmpty();
        }
        return table.rows(keys).entrySet().stream()
                .anyMatch(part -> !log.pendingOf(part.getKey(), part.getValue()).isEmpty());
    }
}

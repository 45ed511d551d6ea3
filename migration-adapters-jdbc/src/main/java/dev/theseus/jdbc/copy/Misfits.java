package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.plan.TablePlan;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts rows that were left to the relay because some of their chunk do not fit their mapping. A few are the rows'
 * fault; where they are more than those that fit, it is the mapping's, and to set all of them aside would help nobody.
 * Counted for each process anew. Safe for several threads.
 */
final class Misfits {

    /** So many rows are never too many. */
    static final long FEW = 10_000;

    private final long few;

    private record Count(LongAdder copied, LongAdder left) {}

    private final Map<Integer, Count> counts = new ConcurrentHashMap<>();

    Misfits(long few) {
        this.few = few;
    }

    private Count of(TablePlan table) {
        return counts.computeIfAbsent(table.number(), n -> new Count(new LongAdder(), new LongAdder()));
    }

    void copied(TablePlan table, long rows) {
        of(table).copied().add(rows);
    }

    void left(TablePlan table, long rows) {
        of(table).left().add(rows);
    }

    /** @throws DatabaseRefused if rows that do not fit are the rule */
    void refuseRule(TablePlan table, DatabaseRefused last) {
        long left = of(table).left().sum();
        if (left > few && left > of(table).copied().sum()) {
            throw new DatabaseRefused(
                    last.side(),
                    last.sqlState(),
                    "The copy of " + table.old() + " was stopped: " + left
                            + " rows stood in pages with a row that does not fit its mapping, more than were copied. Correct"
                            + " the mapping and run again. The last one: " + last.getMessage(),
                    last);
        }
    }
}

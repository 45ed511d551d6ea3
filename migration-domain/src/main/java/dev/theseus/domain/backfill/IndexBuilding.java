package dev.theseus.domain.backfill;

import dev.theseus.domain.plan.TablePlan;
import java.util.List;

/**
 * Takes the target's secondary indexes and foreign keys away before a copy and builds them after it. Definitions are
 * kept in the target, written in the same transaction that drops the object, so that no crash can lose one. Every
 * operation may be repeated.
 */
public interface IndexBuilding {

    /** Drops and remembers secondary indexes, unique constraints other than the key, and foreign keys of the tables. */
    void takeAway(List<TablePlan> tables);

    /** Builds the remembered indexes and unique constraints of a table; called after its copy, before its catch-up. */
    void buildIndexes(TablePlan table);

    /** Adds the remembered foreign keys and validates all foreign keys of the tables; called after catch-up. */
    void buildForeignKeys(List<TablePlan> tables);
}

package dev.theseus.domain.lineage;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;

/** Tells where rows come from. Reads both databases and changes nothing; safe for several threads. */
@FunctionalInterface
public interface RowOrigins {

    /**
     * Of one row.
     *
     * @param key in any text form that the columns' types read
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server is away
     * @throws dev.theseus.domain.database.DatabaseRefused if the key is none of that table
     */
    RowLineage of(TablePlan table, RowKey key);
}

package dev.theseus.jdbc.critical;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The rows of one critical write.
 *
 * @param tables with keys, in the order in which the work writes them
 */
record RowsOf(Map<TablePlan, Set<RowKey>> tables) {

    RowsOf {
        tables = new LinkedHashMap<>(tables);
    }

    static RowsOf none() {
        return new RowsOf(Map.of());
    }

    RowsOf with(TablePlan table, Collection<RowKey> keys) {
        Map<TablePlan, Set<RowKey>> all = new LinkedHashMap<>(tables);
        Set<RowKey> known = new LinkedHashSet<>(all.getOrDefault(table, Set.of()));
        known.addAll(keys);
        all.put(table, known);
        return new RowsOf(all);
    }
}

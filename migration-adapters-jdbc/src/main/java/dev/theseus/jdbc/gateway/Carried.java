package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.RoutedTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of one write, with what has to be applied so that new shows all of them: of a table that is split, each
 * part; of one that is merged into another's rows, those.
 *
 * @param byPlan keys of each plan, in the order of the plan's key
 * @param rows that were written
 */
record Carried(Map<TablePlan, Set<RowKey>> byPlan, List<Row> rows) {

    /** One row of old. */
    private record Row(RoutedTable table, RowKey key) {}

    static Carried of(Outlook outlook, Collection<Touched> touched) {
        Map<TablePlan, Set<RowKey>> byPlan = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        for (Touched each : touched) {
            outlook.table(each.table()).ifPresent(table -> {
                each.keys().forEach(key -> rows.add(new Row(table, key)));
                table.rows(each.keys())
                        .forEach((plan, keys) -> byPlan.computeIfAbsent(plan, p -> new LinkedHashSet<>())
                                .addAll(keys));
            });
        }
        return new Carried(byPlan, rows);
    }

    boolean isNothing() {
        return byPlan.isEmpty();
    }

    /**
     * Where a key does not say which rows of new are made of the row, the relay brings them over, by what was noted.
     */
    boolean areAllTraced() {
        return rows.stream().allMatch(row -> row.table().isTraceable(row.key()));
    }

    /** Fingerprints of the rows of which everything that new shows has been applied. */
    Set<Long> fresh(Map<TablePlan, Set<RowKey>> applied) {
        Set<Long> fresh = new HashSet<>();
        for (Row row : rows) {
            if (row.table().isTraceable(row.key()) && isIn(row, applied)) {
                fresh.add(row.table().fingerprint(row.key()));
            }
        }
        return fresh;
    }

    private static boolean isIn(Row row, Map<TablePlan, Set<RowKey>> applied) {
        return row.table().rows(List.of(row.key())).entrySet().stream()
                .allMatch(each -> applied.getOrDefault(each.getKey(), Set.of()).containsAll(each.getValue()));
    }
}

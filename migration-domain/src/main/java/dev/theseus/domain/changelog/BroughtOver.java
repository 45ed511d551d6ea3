package dev.theseus.domain.changelog;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows that were brought over in some time: all of them, and perhaps others. What is not known is not left out: then
 * all rows of the table count.
 *
 * @param rows by number of the table plan, keys of the source
 * @param wholly numbers of table plans of which any row may have been
 */
public record BroughtOver(Map<Integer, Set<RowKey>> rows, Set<Integer> wholly) {

    public static final BroughtOver NOTHING = new BroughtOver(Map.of(), Set.of());

    public BroughtOver {
        Set<Integer> all = Set.copyOf(wholly);
        rows = rows.entrySet().stream()
                .filter(table ->
                        !all.contains(table.getKey()) && !table.getValue().isEmpty())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, table -> Set.copyOf(table.getValue())));
        wholly = all;
    }

    /** Any row of these tables may have been. */
    public static BroughtOver unknown(Collection<TablePlan> tables) {
        return new BroughtOver(Map.of(), tables.stream().map(TablePlan::number).collect(Collectors.toSet()));
    }

    /** What either of them says. */
    public BroughtOver and(BroughtOver other) {
        Map<Integer, Set<RowKey>> both = new HashMap<>();
        rows.forEach((table, keys) -> both.put(table, new HashSet<>(keys)));
        other.rows.forEach((table, keys) ->
                both.computeIfAbsent(table, none -> new HashSet<>()).addAll(keys));
        Set<Integer> unknown = new HashSet<>(wholly);
        unknown.addAll(other.wholly);
        return new BroughtOver(both, unknown);
    }

    /** Whether a row is known here that was not brought over in that other time. */
    public boolean knowsRowsBeyond(BroughtOver other) {
        return rows.entrySet().stream()
                .filter(table -> !other.wholly.contains(table.getKey()))
                .anyMatch(table ->
                        !other.rows.getOrDefault(table.getKey(), Set.of()).containsAll(table.getValue()));
    }

    /** How much of a table was brought over. */
    public enum Extent {
        NOTHING,
        SOME_ROWS,
        ANY_ROW
    }

    public Extent of(TablePlan table) {
        if (wholly.contains(table.number())) {
            return Extent.ANY_ROW;
        }
        return rows.containsKey(table.number()) ? Extent.SOME_ROWS : Extent.NOTHING;
    }

    /** The rows of a table of which they are known. */
    public Set<RowKey> rows(TablePlan table) {
        return rows.getOrDefault(table.number(), Set.of());
    }
}

package dev.theseus.app.mapping;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which rule fills each column of a target. Of several old tables that make it, the first in the plan that says
 * something of a column, or else that has one of its name, fills it.
 */
final class Assignment {

    /**
     * @param from the pair whose old table the value comes from
     * @param rule how it is made
     */
    record Filled(MappedPair from, ColumnRule rule) {}

    private final Map<String, Filled> byColumn = new LinkedHashMap<>();
    private final List<MappedPair> pairs;
    private final KeyLookups keys;

    /** @param pairs all that go into one target, in the plan's order */
    Assignment(List<MappedPair> pairs, KeyLookups keys) {
        this.pairs = pairs;
        this.keys = keys;
        for (Column column : pairs.getFirst().target().columns()) {
            if (column.isCarried()) {
                said(column.name())
                        .or(() -> sameName(column.name()))
                        .ifPresent(f -> byColumn.put(column.name(), following(column.name(), f)));
            }
        }
    }

    private Optional<Filled> said(String column) {
        return pairs.stream()
                .flatMap(p -> Optional.ofNullable(p.says().columns().get(column)).map(r -> new Filled(p, r)).stream())
                .findFirst();
    }

    private Optional<Filled> sameName(String column) {
        return pairs.stream()
                .filter(p -> !p.says().drop().contains(column))
                .filter(p -> p.old().column(column).map(Column::isCarried).orElse(false))
                .findFirst()
                .map(p -> new Filled(p, new ColumnRule.Rename(column)));
    }

    /** What refers to a key that becomes another one, on both sides, follows it without a word. */
    private Filled following(String column, Filled filled) {
        TableDefinition target = pairs.getFirst().target();
        return referred(filled)
                .filter(key -> KeyLookups.refersTo(target, column, key.map().target()))
                .map(key -> new Filled(
                        filled.from(),
                        new ColumnRule.KeyOf(
                                filled.rule().source().orElseThrow(),
                                key.map().old().table())))
                .orElse(filled);
    }

    /** The mapped key that a column, carried as it is, is in old, or refers to there. */
    Optional<MappedKey> referred(Filled filled) {
        return filled.rule() instanceof ColumnRule.Rename rename
                ? keys.keys().values().stream()
                        .filter(key -> KeyLookups.isGiven(
                                filled.from().old(), rename.column(), key.map().old()))
                        .findFirst()
                : Optional.empty();
    }

    Optional<Filled> of(String column) {
        return Optional.ofNullable(byColumn.get(column));
    }

    Map<String, Filled> all() {
        return byColumn;
    }

    /** The column of the target that holds an old table's column so that it can be told back. */
    Optional<String> holding(MappedPair from, String oldColumn) {
        return holding(from, oldColumn, ColumnRule.NewKey.class)
                .or(() -> holding(from, oldColumn, ColumnRule.KeyOf.class))
                .or(() -> holding(from, oldColumn, ColumnRule.class));
    }

    /** A key counts before a copy of it, as under which the row was known. */
    private Optional<String> holding(MappedPair from, String oldColumn, Class<? extends ColumnRule> kind) {
        return byColumn.entrySet().stream()
                .filter(e -> kind.isInstance(e.getValue().rule()))
                .filter(e -> e.getValue().from().equals(from))
                .filter(e -> e.getValue().rule().source().equals(Optional.of(oldColumn)))
                .filter(e -> tellsBack(e.getValue().rule()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether a column made by this rule alone says what the column of old was. */
    static boolean tellsBack(ColumnRule rule) {
        return switch (rule) {
            case ColumnRule.Rename r -> true;
            case ColumnRule.Cast r -> true;
            case ColumnRule.Zone r -> true;
            case ColumnRule.Default r -> true;
            case ColumnRule.NewKey r -> true;
            case ColumnRule.KeyOf r -> true;
            case ColumnRule.Lookup r -> r.canBeInverted();
            case ColumnRule.Sql r -> false;
            case ColumnRule.Stored r -> false;
            case ColumnRule.Constant r -> false;
            case ColumnRule.JsonField r -> false;
            case ColumnRule.JsonRest r -> false;
        };
    }

    /** Columns of which two pairs say something. */
    List<Finding> findings() {
        return byColumn.keySet().stream()
                .filter(c -> pairs.stream()
                                .filter(p -> p.says().columns().containsKey(c))
                                .count()
                        > 1)
                .map(c -> Finding.stops(
                        Check.MAPPING,
                        pairs.getFirst().targetName(),
                        "column " + c + " is said to come from two tables: "
                                + String.join(
                                        " and ",
                                        pairs.stream()
                                                .filter(p -> p.says().columns().containsKey(c))
                                                .map(p -> p.oldName().toString())
                                                .toList())
                                + ". Remove one of them under `columns:`."))
                .toList();
    }
}

package dev.theseus.domain.inspection;

import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.UniqueKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The key by which the rows of a table are identified on both sides, or why there is none. */
public sealed interface KeyChoice {

    /** @param columns in the order of old's index */
    record Chosen(List<String> columns) implements KeyChoice {
        public Chosen {
            columns = List.copyOf(columns);
        }
    }

    /** No key, and the finding that says so. */
    record None(Finding finding) implements KeyChoice {}

    /** The first key of old, the primary one first, that identifies rows on both sides. */
    static KeyChoice between(TableDefinition old, TableDefinition target) {
        List<UniqueKey> candidates =
                old.uniqueKeys().stream().filter(UniqueKey::identifiesRows).toList();
        if (candidates.isEmpty()) {
            return new None(Finding.stops(
                    Check.KEY,
                    old.name(),
                    "has no key that identifies its rows" + nearMisses(old)
                            + ". Add a primary key, or a unique index over NOT NULL columns, or exclude the table."));
        }
        Optional<UniqueKey> shared = candidates.stream()
                .filter(k -> target.isIdentifiedBy(k.columns()))
                .findFirst();
        if (shared.isPresent()) {
            return new Chosen(shared.get().columns());
        }
        return new None(Finding.stops(
                Check.KEY,
                target.name(),
                "has in new no primary key, and no unique index over NOT NULL " + "columns, on "
                        + list(candidates.getFirst().columns()) + ", the key that it has in old. Add one to new."));
    }

    /** The key that the plan asks for, if it identifies rows on both sides. */
    static KeyChoice asked(TableDefinition old, TableDefinition target, List<String> key) {
        if (!old.isIdentifiedBy(key)) {
            return new None(lacking("old", old, key));
        }
        return target.isIdentifiedBy(key) ? new Chosen(key) : new None(lacking("new", target, key));
    }

    private static Finding lacking(String side, TableDefinition table, List<String> key) {
        List<String> unknown =
                key.stream().filter(c -> table.column(c).isEmpty()).toList();
        String problem = unknown.isEmpty()
                ? "has in %s no unique index over NOT NULL columns on %s, the plan's key. Add it, or name another key."
                        .formatted(side, list(key))
                : "has in %s no column %s, which the plan's key names. Correct `key:` in the plan."
                        .formatted(side, list(unknown));
        return Finding.stops(Check.KEY, table.name(), problem);
    }

    private static String nearMisses(TableDefinition table) {
        List<String> names = table.uniqueKeys().stream().map(UniqueKey::name).toList();
        return names.isEmpty()
                ? ""
                : " (unique, but with columns that may be NULL, or deferrable: " + String.join(", ", names) + ")";
    }

    private static String list(Collection<String> columns) {
        return "(" + String.join(", ", columns) + ")";
    }
}

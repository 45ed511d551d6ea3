package dev.theseus.app.mapping;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.keymap.KeyMap.End;
import dev.theseus.domain.keymap.KeyMap.Given;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Completes what a plan file says of keys that become others by what both catalogues say. */
final class KeyMapFinding {

    /** Far beyond what a service draws by itself in the time of a migration. */
    private static final Map<String, Long> USUAL_FIRST =
            Map.of("integer", 1_000_000_000L, "bigint", 1_000_000_000_000L);

    private static final Map<String, Long> LARGEST =
            Map.of("smallint", (long) Short.MAX_VALUE, "integer", (long) Integer.MAX_VALUE, "bigint", Long.MAX_VALUE);

    private final List<Finding> findings = new ArrayList<>();
    private final Map<TableName, MappedKey> keys = new LinkedHashMap<>();
    private final Map<String, TableName> names = new HashMap<>();

    /** @param pairs all that are mapped, in the plan's order */
    KeyMapFinding(List<MappedPair> pairs) {
        for (MappedPair pair : pairs) {
            pair.says().columns().forEach((column, rule) -> {
                if (rule instanceof ColumnRule.NewKey key) {
                    find(pair, column, key);
                }
            });
        }
        pairs.forEach(this::references);
    }

    /** By the table of old. */
    Map<TableName, MappedKey> keys() {
        return keys;
    }

    List<Finding> findings() {
        return findings;
    }

    private void find(MappedPair pair, String column, ColumnRule.NewKey rule) {
        Optional<Column> old = keyColumn(pair, pair.old(), rule.column(), "old");
        Optional<Column> target = keyColumn(pair, pair.target(), column, "new");
        Optional<String> name = name(pair, rule);
        if (keys.containsKey(pair.oldName())) {
            stops(
                    pair,
                    "has a second `key-map`. Say in this entry `columns: { " + YamlName.of(column) + ": { column: "
                            + YamlName.of(rule.column()) + ", key-of: " + pair.oldName() + " } }` instead.");
        } else if (old.isPresent() && target.isPresent() && name.isPresent()) {
            Optional<Given> inOld = given(pair, old.get(), rule.firstInOld(), "first-in-old");
            Optional<Given> inNew = given(pair, target.get(), rule.firstInNew(), "first-in-new");
            inOld.ifPresent(o -> inNew.ifPresent(n -> keys.put(
                    pair.oldName(),
                    new MappedKey(
                            new KeyMap(
                                    name.get(),
                                    new End(pair.oldName(), rule.column(), o),
                                    new End(pair.targetName(), column, n)),
                            old.get().type(),
                            target.get().type()))));
        }
    }

    /** A column that is not there at all is found elsewhere. */
    private Optional<Column> keyColumn(MappedPair pair, TableDefinition table, String name, String side) {
        Optional<Column> column = table.column(name);
        column.ifPresent(c -> {
            if (!table.isIdentifiedBy(List.of(name))) {
                stops(
                        pair,
                        "has a `key-map` for column " + name + " of " + table.name()
                                + ", which is no key by itself in " + side
                                + ". Name a column that is the primary key, or NOT NULL and unique.");
            }
            if (!c.type().equals(MappedKey.UUID) && !MappedKey.NUMBERS.contains(c.type())) {
                stops(
                        pair,
                        "has a `key-map` for column " + name + " of " + table.name() + ", which is " + c.type() + " in "
                                + side + ". A key map gives keys of type bigint, integer, smallint or uuid.");
            }
        });
        return column.filter(c -> c.type().equals(MappedKey.UUID) || MappedKey.NUMBERS.contains(c.type()));
    }

    private Optional<String> name(MappedPair pair, ColumnRule.NewKey rule) {
        String name = rule.map().orElse(pair.oldName().name());
        Optional<TableName> other =
                Optional.ofNullable(names.putIfAbsent(name, pair.oldName())).filter(o -> !o.equals(pair.oldName()));
        if (other.isPresent()) {
            stops(
                    pair,
                    "has a `key-map` that is named " + name + ", as that of " + other.get()
                            + ". Give it another `name`.");
            return Optional.empty();
        }
        if (!KeyMap.isName(name)) {
            stops(
                    pair,
                    "has a `key-map` that can't be named " + name
                            + ". Give it a `name` of lower case letters, digits and underscores, 40 at most.");
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private Optional<Given> given(MappedPair pair, Column column, Optional<Long> first, String key) {
        if (column.type().equals(MappedKey.UUID)) {
            first.ifPresent(f -> stops(
                    pair,
                    "says `key-map." + key + "`, but " + column.name()
                            + " is a uuid, and these are given at random. Remove it."));
            return Optional.of(new Given.Random());
        }
        Optional<Long> from = first(first, column.type());
        if (from.isEmpty()) {
            stops(
                    pair,
                    "needs `key-map." + key + "`: the number in " + column.name() + " (" + column.type()
                            + ") from where on keys are given, beyond what the service itself draws until the end of the migration.");
        } else if (from.get() < 1 || from.get() >= Objects.requireNonNull(LARGEST.get(column.type()))) {
            stops(
                    pair,
                    "says `key-map." + key + ": " + from.get() + "`, which " + column.name() + " (" + column.type()
                            + ") can't count from.");
        }
        return from.map(Given.Counted::new);
    }

    /** From where on numbers of a type are given; empty where none are, or where the plan has to say it. */
    static Optional<Long> first(Optional<Long> said, String type) {
        return said.or(() -> Optional.ofNullable(USUAL_FIRST.get(type)));
    }

    private void references(MappedPair pair) {
        pair.says().columns().forEach((column, rule) -> {
            if (rule instanceof ColumnRule.KeyOf of && !keys.containsKey(of.table())) {
                stops(
                        pair,
                        "looks up by `columns." + column + "` keys of " + of.table()
                                + ", whose keys don't change. Give that table a `key-map`, or remove `key-of`.");
            }
        });
    }

    private void stops(MappedPair pair, String message) {
        findings.add(Finding.stops(Check.KEY, pair.text(), message));
    }
}

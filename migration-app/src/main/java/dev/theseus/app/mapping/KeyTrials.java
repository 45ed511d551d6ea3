package dev.theseus.app.mapping;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.MappingTrial;
import dev.theseus.domain.inspection.MappingTrial.Keys;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks among the rows of old whether each will have a key of its own in new, and be found by who refers to it. */
final class KeyTrials {

    private final MappingTrial trial;
    private final List<MappedTable> tables;
    private final List<Finding> findings = new ArrayList<>();

    KeyTrials(MappingTrial trial, List<MappedTable> tables) {
        this.trial = trial;
        this.tables = tables;
    }

    List<Finding> findings() {
        for (MappedTable table : tables) {
            distinct(table);
            table.says().columns().values().forEach(rule -> {
                if (rule instanceof ColumnRule.KeyOf of) {
                    references(table, of);
                } else if (rule instanceof ColumnRule.NewKey key) {
                    numbers(table, key);
                }
            });
        }
        return findings;
    }

    /** Of two rows with one key in new, one would take the other's place. A key map gives each its own. */
    private void distinct(MappedTable table) {
        table.plan().mapping().forward().ifPresent(image -> {
            boolean computed = image.targetKey().stream()
                    .anyMatch(name -> image.column(name).from() instanceof Expression.Sql
                            && !(table.says().columns().get(name) instanceof ColumnRule.NewKey));
            if (computed && image.targetKey().stream().noneMatch(name -> isUnknown(image.column(name)))) {
                distinct(table, image, trial.keys(table.old().name(), image));
            }
        });
    }

    static boolean isUnknown(MappedColumn column) {
        return column.from() instanceof Expression.Sql sql && MappedKey.isUnknown(sql.text());
    }

    private void distinct(MappedTable table, Image image, Keys keys) {
        String key = "the key of new (" + String.join(", ", image.targetKey()) + ")";
        switch (keys) {
            case Keys.Distinct distinct -> {}
            case Keys.Alike alike ->
                findings.add(Finding.stops(
                        Check.KEY,
                        name(table),
                        key + " is the same for rows of old that are not, as " + String.join("; ", alike.pairs())
                                + ". One would take the other's place in new. Make it of all that tells rows apart, or "
                                + "leave rows out by `where`."));
            case Keys.NotTold notTold ->
                findings.add(Finding.warns(
                        Check.KEY,
                        name(table),
                        "whether " + key + " tells rows of old apart could not be told: " + notTold.reason()
                                + ". The comparison of both databases will tell."));
        }
    }

    /** What no foreign key guards may refer to rows that are gone, for which there is no other key. */
    private void references(MappedTable table, ColumnRule.KeyOf of) {
        boolean guarded = table.old().foreignKeys().stream()
                .anyMatch(k -> k.to().equals(of.table()) && k.columns().equals(List.of(of.column())));
        if (guarded || table.says().loses().contains(of.column())) {
            return;
        }
        newKey(of.table())
                .map(key -> trial.dangling(table.old().name(), of.column(), of.table(), key.column()))
                .filter(dangling -> !dangling.isEmpty())
                .ifPresent(dangling -> findings.add(Finding.stops(
                        Check.FOREIGN_KEY,
                        name(table),
                        "column " + of.column() + " of old refers to rows of " + of.table() + " that are not there, as "
                                + String.join(", ", dangling)
                                + ": there is no other key for them, and their rows would be set aside. Correct the rows, "
                                + "or let what they say become NULL: `loses: [" + YamlName.of(of.column()) + "]`.")));
    }

    private Optional<ColumnRule.NewKey> newKey(TableName old) {
        return tables.stream()
                .filter(t -> t.old().name().equals(old))
                .map(MappedTable::says)
                .map(TableMapping::columns)
                .map(Map::values)
                .flatMap(rules -> rules.stream())
                .filter(ColumnRule.NewKey.class::isInstance)
                .map(ColumnRule.NewKey.class::cast)
                .findFirst();
    }

    /** A number that is given to a row of new must not be that of another row of old. */
    private void numbers(MappedTable table, ColumnRule.NewKey key) {
        Optional<Long> first = table.old()
                .column(key.column())
                .map(Column::type)
                .flatMap(type -> KeyMapFinding.first(key.firstInOld(), type));
        List<String> taken = first.map(f -> trial.numbers(table.old().name(), key.column(), f))
                .orElse(List.of());
        if (!taken.isEmpty()) {
            findings.add(Finding.warns(
                    Check.KEY,
                    name(table),
                    "column " + key.column() + " of old has numbers from " + first.get() + " on, as "
                            + String.join(", ", taken)
                            + ". If they were not given by this key map before, rows that are born in new could get one of "
                            + "them: name a range that is free by `key-map: { first-in-old: … }`."));
        }
    }

    private static String name(MappedTable table) {
        return table.plan().old() + " -> " + table.plan().target();
    }
}

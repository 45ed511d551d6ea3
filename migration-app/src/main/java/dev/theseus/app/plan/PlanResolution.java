package dev.theseus.app.plan;

import dev.theseus.app.mapping.ColumnRule;
import dev.theseus.app.mapping.MappedPair;
import dev.theseus.app.mapping.Weaving;
import dev.theseus.app.plan.TableSelection.Entry;
import dev.theseus.domain.backfill.TableOrder;
import dev.theseus.domain.database.DatabaseCatalog;
import dev.theseus.domain.database.ForeignKey;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.InspectedTable;
import dev.theseus.domain.inspection.KeyChoice;
import dev.theseus.domain.inspection.TableShape;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.plan.TablePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Completes what a plan file says of tables by what both catalogues say. Tables are numbered in the order of their
 * names in old, so the same file and catalogues give the same numbers.
 */
public final class PlanResolution {

    private final TableSelection selection;
    private final KnownTables old;
    private final KnownTables target;
    private final List<Finding> findings = new ArrayList<>();
    private final List<InspectedTable> pairs = new ArrayList<>();
    private final List<TablePlan> plans = new ArrayList<>();
    private final List<MappedPair> mapped = new ArrayList<>();
    private final Map<TableName, TableName> sourceByTarget = new HashMap<>();

    private PlanResolution(TableSelection selection, KnownTables old, KnownTables target) {
        this.selection = selection;
        this.old = old;
        this.target = target;
    }

    /** @throws dev.theseus.domain.database.DatabaseUnavailable if a server does not answer */
    public static Resolution resolve(PlanFile file, DatabaseCatalog old, DatabaseCatalog target) {
        return new PlanResolution(file.tables(), new KnownTables(old), new KnownTables(target)).resolve();
    }

    private Resolution resolve() {
        List<Entry> selected = select();
        int number = 1;
        for (Entry entry : selected) {
            plan(number++, entry, isMapped(entry, selected) || refersToNewKey(entry, selected));
        }
        if (selected.isEmpty()) {
            findings.add(
                    Finding.stops(Check.TABLE, "plan", "selects no table. Name tables or schemas that hold some."));
        }
        mapped.sort(Comparator.comparingInt(this::placeInFile));
        Weaving.Woven woven = Weaving.of(mapped);
        woven.tables().forEach(t -> plans.add(t.plan()));
        for (KeyMap map : woven.keyMaps()) {
            plans.add(TablePlan.of(map, number++));
        }
        plans.sort(Comparator.comparingInt(TablePlan::number));
        findings.addAll(woven.findings());
        LargeObjectColumns largeObjects = new LargeObjectColumns(selection.entries(), pairs, findings);
        plans.replaceAll(largeObjects::addTo);
        pairs.stream()
                .map(InspectedTable::target)
                .distinct()
                .forEach(t -> danglingReferences(t, sourceByTarget.keySet()));
        circles();
        return new Resolution(
                plans, pairs, new Resolution.Mapped(woven.tables(), woven.tried()), woven.keyMaps(), findings);
    }

    private int placeInFile(MappedPair pair) {
        List<Entry> entries = selection.entries();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).table().equals(pair.old().name())
                    && entries.get(i).goesInto().equals(pair.target().name())) {
                return i;
            }
        }
        return entries.size();
    }

    /** By the names in old; of a table that is named several times, in the file's order. */
    private List<Entry> select() {
        SortedMap<TableName, List<Entry>> selected = new TreeMap<>();
        for (String schema : selection.schemas()) {
            if (old.of(schema).isEmpty()) {
                findings.add(Finding.stops(
                        Check.TABLE,
                        schema,
                        "is a schema without tables in old, or does not exist. " + "Correct `schemas:` in the plan."));
            }
            old.of(schema).forEach(t -> selected.put(t.name(), List.of(Entry.of(t.name()))));
        }
        selected.putAll(selection.entries().stream().collect(Collectors.groupingBy(Entry::table)));
        for (TableName excluded : selection.exclude()) {
            if (old.find(excluded).isEmpty()) {
                findings.add(Finding.warns(
                        Check.EXCLUDED_TABLE,
                        excluded,
                        "is excluded, but does not exist in old" + old.suggestion(excluded)));
            }
            selected.remove(excluded);
        }
        return selected.values().stream().flatMap(List::stream).toList();
    }

    /** Whether rows change on their way: the file says so, or tables are split or merged. */
    private static boolean isMapped(Entry entry, List<Entry> selected) {
        return !entry.mapping().saysNothing()
                || selected.stream()
                        .filter(e ->
                                e.table().equals(entry.table()) || e.goesInto().equals(entry.goesInto()))
                        .anyMatch(e -> !e.equals(entry) && !e.mapping().saysNothing())
                || selected.stream()
                                .filter(e -> e.table().equals(entry.table()))
                                .count()
                        > 1;
    }

    /** Whether a foreign key in old refers to a key that becomes another one. */
    private boolean refersToNewKey(Entry entry, List<Entry> selected) {
        List<ForeignKey> keys =
                old.find(entry.table()).map(TableDefinition::foreignKeys).orElse(List.of());
        return selected.stream()
                .anyMatch(other -> other.mapping().columns().values().stream()
                        .anyMatch(rule -> rule instanceof ColumnRule.NewKey key
                                && keys.stream()
                                        .anyMatch(k -> k.to().equals(other.table())
                                                && k.referenced().equals(List.of(key.column())))));
    }

    private void plan(int number, Entry entry, boolean isMapped) {
        Optional<TableDefinition> source = old.find(entry.table());
        if (source.isEmpty()) {
            findings.add(
                    Finding.stops(Check.TABLE, entry.table(), "does not exist in old" + old.suggestion(entry.table())));
            return;
        }
        TableName targetName = entry.goesInto();
        TableName other = sourceByTarget.putIfAbsent(targetName, entry.table());
        if (other != null && !isMapped) {
            findings.add(Finding.stops(
                    Check.TARGET_TWICE,
                    entry.table(),
                    "goes into " + targetName + " of new, and so does " + other
                            + ". Give one of them another `target`, or say under `columns:` how both become one."));
            return;
        }
        Optional<Finding> unfit = TableShape.kind(source.get(), "old");
        if (unfit.isPresent()) {
            findings.add(unfit.get());
            return;
        }
        Optional<TableDefinition> found = target.find(targetName);
        if (found.isPresent()) {
            pair(number, entry, source.get(), found.get(), isMapped);
        } else {
            targetMissing(entry, targetName, source.get());
        }
    }

    /** What is wrong with old alone is said now too, not only once the target is made. */
    private void targetMissing(Entry entry, TableName name, TableDefinition source) {
        findings.add(
                Finding.stops(
                        Check.TARGET_TABLE,
                        name,
                        "does not exist in new" + target.suggestion(name)
                                + " Create it with your own schema tool, or with what `theseus plan init --with-schema DIR` writes."));
        if (key(entry, source, source) instanceof KeyChoice.None none) {
            findings.add(none.finding());
        }
    }

    private static KeyChoice key(Entry entry, TableDefinition source, TableDefinition targetTable) {
        return entry.key()
                .map(k -> KeyChoice.asked(source, targetTable, k))
                .orElseGet(() -> KeyChoice.between(source, targetTable));
    }

    private void pair(int number, Entry entry, TableDefinition source, TableDefinition targetTable, boolean isMapped) {
        Optional<Finding> unfit = TableShape.kind(targetTable, "new");
        if (unfit.isPresent()) {
            findings.add(unfit.get());
            return;
        }
        pairs.add(new InspectedTable(
                source,
                targetTable,
                entry.existingRows(),
                entry.mapping().columns().keySet()));
        if (isMapped) {
            mapped.add(new MappedPair(
                    number, source, targetTable, entry.key(), entry.existingRows(), entry.capture(), entry.mapping()));
            return;
        }
        TableShape shape = new TableShape(source, targetTable);
        findings.addAll(shape.findings());
        switch (key(entry, source, targetTable)) {
            case KeyChoice.None none -> findings.add(none.finding());
            case KeyChoice.Chosen chosen -> carry(number, entry, shape, chosen.columns());
        }
    }

    private void carry(int number, Entry entry, TableShape shape, List<String> key) {
        List<String> columns = shape.carried();
        if (!new HashSet<>(columns).containsAll(key)) {
            findings.add(Finding.stops(
                    Check.KEY,
                    entry.table(),
                    "has a key with a computed column (" + String.join(", ", key)
                            + "), which can't be carried. Name another key."));
            return;
        }
        plans.add(new TablePlan(
                number,
                shape.old().name(),
                shape.target().name(),
                key,
                columns,
                entry.existingRows(),
                entry.capture()));
    }

    /** Tables of new that have no order in which rows come after those that they refer to. */
    private void circles() {
        List<TableDefinition> tables =
                pairs.stream().map(InspectedTable::target).distinct().toList();
        List<ForeignKey> keys =
                tables.stream().flatMap(t -> t.foreignKeys().stream()).toList();
        TableOrder.of(tables.stream().map(TableDefinition::name).toList(), keys).groups().stream()
                .filter(g -> g.shape() == TableOrder.Shape.CIRCLE)
                .forEach(g -> findings.add(Finding.notes(
                        Check.FOREIGN_KEY,
                        g.tables().getFirst(),
                        "is in a circle of tables that refer to each other in new: "
                                + g.tables().stream().map(TableName::toString).collect(Collectors.joining(", "))
                                + ". They are filled while these foreign keys are not enforced, which are validated before "
                                + "VERIFIED.")));
    }

    private void danglingReferences(TableDefinition table, Set<TableName> targets) {
        for (ForeignKey foreignKey : table.foreignKeys()) {
            if (!targets.contains(foreignKey.to())) {
                findings.add(Finding.warns(
                        Check.FOREIGN_KEY,
                        table.name(),
                        "refers in new to " + foreignKey.to() + " (" + foreignKey.name()
                                + "), which this plan does not fill: rows may refer to nothing."));
            }
        }
    }
}

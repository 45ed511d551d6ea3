package dev.theseus.app.plan;

import dev.theseus.app.plan.TableSelection.Entry;
import dev.theseus.domain.database.DatabaseCatalog;
import dev.theseus.domain.database.ForeignKey;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.InspectedTable;
import dev.theseus.domain.inspection.KeyChoice;
import dev.theseus.domain.inspection.TableShape;
import dev.theseus.domain.plan.TablePlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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
        SortedMap<TableName, Entry> selected = select();
        int number = 1;
        for (Entry entry : selected.values()) {
            plan(number++, entry);
        }
        if (selected.isEmpty()) {
            findings.add(
                    Finding.stops(Check.TABLE, "plan", "selects no table. Name tables or schemas that hold some."));
        }
        Set<TableName> targets = new HashSet<>(sourceByTarget.keySet());
        pairs.forEach(pair -> danglingReferences(pair.target(), targets));
        return new Resolution(plans, pairs, findings);
    }

    private SortedMap<TableName, Entry> select() {
        SortedMap<TableName, Entry> selected = new TreeMap<>();
        for (String schema : selection.schemas()) {
            if (old.of(schema).isEmpty()) {
                findings.add(Finding.stops(
                        Check.TABLE,
                        schema,
                        "is a schema without tables in old, or does not exist. " + "Correct `schemas:` in the plan."));
            }
            old.of(schema).forEach(t -> selected.put(t.name(), Entry.of(t.name())));
        }
        selection.entries().forEach(e -> selected.put(e.table(), e));
        for (TableName excluded : selection.exclude()) {
            if (old.find(excluded).isEmpty()) {
                findings.add(Finding.warns(
                        Check.EXCLUDED_TABLE,
                        excluded,
                        "is excluded, but does not exist in old" + old.suggestion(excluded)));
            }
            selected.remove(excluded);
        }
        return selected;
    }

    private void plan(int number, Entry entry) {
        Optional<TableDefinition> source = old.find(entry.table());
        if (source.isEmpty()) {
            findings.add(
                    Finding.stops(Check.TABLE, entry.table(), "does not exist in old" + old.suggestion(entry.table())));
            return;
        }
        TableName targetName = entry.target().orElse(entry.table());
        TableName other = sourceByTarget.putIfAbsent(targetName, entry.table());
        if (other != null) {
            findings.add(Finding.stops(
                    Check.TARGET_TWICE,
                    entry.table(),
                    "goes into " + targetName + " of new, and so does " + other
                            + ". Give one of them another `target`."));
            return;
        }
        Optional<Finding> unfit = TableShape.kind(source.get(), "old");
        if (unfit.isPresent()) {
            findings.add(unfit.get());
            return;
        }
        Optional<TableDefinition> found = target.find(targetName);
        if (found.isPresent()) {
            pair(number, entry, source.get(), found.get());
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

    private void pair(int number, Entry entry, TableDefinition source, TableDefinition targetTable) {
        Optional<Finding> unfit = TableShape.kind(targetTable, "new");
        if (unfit.isPresent()) {
            findings.add(unfit.get());
            return;
        }
        pairs.add(new InspectedTable(source, targetTable, entry.existingRows()));
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

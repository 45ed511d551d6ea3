package dev.theseus.app.plan;

import dev.theseus.app.plan.TableSelection.Entry;
import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.InspectedTable;
import dev.theseus.domain.inspection.TableShape;
import dev.theseus.domain.plan.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the columns that a plan file names as large objects into the table plans. */
final class LargeObjectColumns {

    private final List<Entry> entries;
    private final List<InspectedTable> pairs;
    private final List<Finding> findings;

    /**
     * @param findings of the resolution so far: what was found is added, and what the plan file settles is taken away
     */
    LargeObjectColumns(List<Entry> entries, List<InspectedTable> pairs, List<Finding> findings) {
        this.entries = entries;
        this.pairs = pairs;
        this.findings = findings;
    }

    TablePlan addTo(TablePlan plan) {
        List<String> columns = entries.stream()
                .filter(e -> e.table().equals(plan.old()) && e.goesInto().equals(plan.target()))
                .flatMap(e -> e.largeObjects().stream())
                .toList();
        Optional<InspectedTable> pair = pairs.stream()
                .filter(p ->
                        p.old().name().equals(plan.old()) && p.target().name().equals(plan.target()))
                .findFirst();
        return columns.isEmpty() || pair.isEmpty() ? plan : added(plan, columns, pair.get());
    }

    private TablePlan added(TablePlan plan, List<String> columns, InspectedTable pair) {
        List<Finding> wrong = new ArrayList<>();
        columns.forEach(column -> requireNumbers(pair.old(), column, "old").ifPresent(wrong::add));
        if (wrong.isEmpty()) {
            try {
                TablePlan with = plan.withLargeObjects(columns);
                with.largeObjects(Side.NEW)
                        .forEach(column ->
                                requireNumbers(pair.target(), column, "new").ifPresent(wrong::add));
                settle(pair.old(), columns);
                findings.addAll(wrong);
                return with;
            } catch (IllegalArgumentException e) {
                wrong.add(Finding.stops(Check.LARGE_OBJECT, plan.old(), "`large-objects`: " + e.getMessage() + "."));
            }
        }
        findings.addAll(wrong);
        return plan;
    }

    private static Optional<Finding> requireNumbers(TableDefinition table, String name, String side) {
        Optional<Column> column = table.column(name);
        if (column.isEmpty()) {
            return Optional.of(Finding.stops(
                    Check.LARGE_OBJECT,
                    table.name(),
                    "has no column " + name + " in " + side + ", which the plan names under `large-objects`."));
        }
        return TableShape.largeObject(table.name(), column.get()).isPresent()
                ? Optional.empty()
                : Optional.of(Finding.stops(
                        Check.LARGE_OBJECT,
                        table.name(),
                        "column " + name + ", which the plan names under `large-objects`, is of type "
                                + column.get().type() + " in " + side + ": only oid and lo stand for large objects."));
    }

    /** The warning that their contents would stay behind. */
    private void settle(TableDefinition old, List<String> columns) {
        columns.stream()
                .flatMap(name -> old.column(name).stream())
                .flatMap(column -> TableShape.largeObject(old.name(), column).stream())
                .forEach(findings::remove);
    }
}

package dev.theseus.app.operations;

import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.plan.TableSelection;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plan of a migration under way with the mappings that its file has now. Of a table of which the file says nothing
 * the mapping follows from the catalogues, and stays as it was when the migration was planned.
 *
 * @param plan with these mappings
 * @param changed the tables whose rows would look otherwise
 */
record RemappedPlan(Plan plan, List<TablePlan> changed) {

    RemappedPlan {
        changed = List.copyOf(changed);
    }

    /**
     * @param stored that the migration goes by
     * @param resolved that the file and the catalogues say now
     */
    static RemappedPlan of(Plan stored, Plan resolved, PlanFile file) {
        List<TablePlan> tables = new ArrayList<>();
        List<TablePlan> changed = new ArrayList<>();
        for (TablePlan table : stored.tables()) {
            Optional<TablePlan> other = resolved.tables().stream()
                    .filter(t -> isSamePair(t, table))
                    .filter(t -> speaksOf(file, t) && !looksTheSame(t.mapping(), table.mapping()))
                    .map(t -> table.with(t.mapping()))
                    .findFirst();
            other.ifPresent(changed::add);
            tables.add(other.orElse(table));
        }
        return new RemappedPlan(
                new Plan(stored.id(), stored.old(), stored.target(), tables, resolved.keyMaps(), stored.settings()),
                changed);
    }

    private static boolean isSamePair(TablePlan one, TablePlan other) {
        return one.old().equals(other.old()) && one.target().equals(other.target());
    }

    private static boolean speaksOf(PlanFile file, TablePlan table) {
        return file.tables().entries().stream()
                .filter(e -> !e.mapping().saysNothing())
                .map(TableSelection.Entry::goesInto)
                .anyMatch(table.target()::equals);
    }

    private static boolean looksTheSame(Mapping one, Mapping other) {
        return one.forward().equals(other.forward()) && one.reverse().equals(other.reverse());
    }
}

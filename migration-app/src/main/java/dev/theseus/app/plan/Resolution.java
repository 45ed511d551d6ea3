package dev.theseus.app.plan;

import dev.theseus.app.mapping.MappedTable;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.InspectedTable;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import java.util.List;
import java.util.Optional;

/**
 * What became of a plan file when it met both catalogues.
 *
 * @param tables those for which a table plan could be made
 * @param pairs those that exist on both sides, planned or not
 * @param mapped those whose rows change on their way
 * @param keyMaps of rows that get other keys; their own table plans are among the tables
 * @param findings what the catalogues show; any that stops means that there is no plan
 */
public record Resolution(
        List<TablePlan> tables,
        List<InspectedTable> pairs,
        Mapped mapped,
        List<KeyMap> keyMaps,
        List<Finding> findings) {

    /** Nothing but findings. */
    public static Resolution none(List<Finding> findings) {
        return new Resolution(List.of(), List.of(), new Mapped(List.of(), List.of()), List.of(), findings);
    }

    /**
     * Tables whose rows change on their way.
     *
     * @param tables as they travel
     * @param tried the same as they can be tried before there are key maps
     */
    public record Mapped(List<MappedTable> tables, List<MappedTable> tried) {
        public Mapped {
            tables = List.copyOf(tables);
            tried = List.copyOf(tried);
        }
    }

    public Resolution {
        tables = List.copyOf(tables);
        pairs = List.copyOf(pairs);
        keyMaps = List.copyOf(keyMaps);
        findings = List.copyOf(findings);
    }

    /** The same with other findings. */
    Resolution with(List<Finding> changed) {
        return new Resolution(tables, pairs, mapped, keyMaps, changed);
    }

    /** The whole plan, if nothing speaks against it. */
    public Optional<Plan> plan(PlanFile file) {
        return Finding.anyStops(findings)
                ? Optional.empty()
                : Optional.of(new Plan(file.migration(), file.old(), file.target(), tables, keyMaps, file.settings()));
    }
}

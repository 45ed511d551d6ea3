package dev.theseus.app.plan;

import dev.theseus.app.mapping.MappedTable;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.InspectedTable;
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
 * @param findings what the catalogues show; any that stops means that there is no plan
 */
public record Resolution(
        List<TablePlan> tables, List<InspectedTable> pairs, List<MappedTable> mapped, List<Finding> findings) {

    public Resolution {
        tables = List.copyOf(tables);
        pairs = List.copyOf(pairs);
        mapped = List.copyOf(mapped);
        findings = List.copyOf(findings);
    }

    /** The whole plan, if nothing speaks against it. */
    public Optional<Plan> plan(PlanFile file) {
        return Finding.anyStops(findings)
                ? Optional.empty()
                : Optional.of(new Plan(file.migration(), file.old(), file.target(), tables, file.settings()));
    }
}

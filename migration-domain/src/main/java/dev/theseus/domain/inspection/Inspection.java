package dev.theseus.domain.inspection;

import dev.theseus.domain.plan.Plan;
import java.util.List;

/**
 * Looks at both databases for whatever would stop a run. It changes nothing: it reads in transactions that are
 * read-only for the servers too.
 */
public interface Inspection {

    /**
     * Everything found, in no particular order.
     *
     * @param tables that exist on both sides
     * @param settings of the plan, which say how many sessions and which privileges a run needs
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server does not answer
     */
    List<Finding> inspect(List<InspectedTable> tables, Plan.Settings settings);
}

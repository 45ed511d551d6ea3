package dev.theseus.app.plan;

import dev.theseus.domain.database.TableName;
import java.util.List;
import java.util.Map;

/**
 * What is said in a written plan file besides the plan.
 *
 * @param header lines at its top
 * @param tables what is worth knowing of single tables
 */
public record PlanComments(List<String> header, Map<TableName, List<String>> tables) {

    public static final PlanComments NONE = new PlanComments(List.of(), Map.of());

    public PlanComments {
        header = List.copyOf(header);
        tables = Map.copyOf(tables);
    }
}

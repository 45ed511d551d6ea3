package dev.theseus.domain.inspection;

import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.util.Set;

/**
 * A table that exists on both sides and is to be looked at.
 *
 * @param old as it is in the old database
 * @param target as it is in the new database
 * @param existingRows what the plan says about rows of the target
 * @param changed columns of the target whose values are not simply those of a column of the same name
 */
public record InspectedTable(
        TableDefinition old, TableDefinition target, ExistingRows existingRows, Set<String> changed) {

    public InspectedTable {
        changed = Set.copyOf(changed);
    }

    /** A table whose rows look the same on both sides. */
    public InspectedTable(TableDefinition old, TableDefinition target, ExistingRows existingRows) {
        this(old, target, existingRows, Set.of());
    }
}

package dev.theseus.domain.inspection;

import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.plan.TablePlan.ExistingRows;

/**
 * A table that exists on both sides and is to be looked at.
 *
 * @param old as it is in the old database
 * @param target as it is in the new database
 * @param existingRows what the plan says about rows of the target
 */
public record InspectedTable(TableDefinition old, TableDefinition target, ExistingRows existingRows) {}

package dev.theseus.app.mapping;

import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.plan.TablePlan;

/**
 * A table plan whose rows change on their way, with what it was made from.
 *
 * @param plan as the catalogues completed it
 * @param old the table in old
 * @param target the table in new
 * @param says what the plan file says of it
 */
public record MappedTable(TablePlan plan, TableDefinition old, TableDefinition target, TableMapping says) {}

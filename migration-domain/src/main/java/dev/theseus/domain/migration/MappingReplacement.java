package dev.theseus.domain.migration;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Mapping;

/**
 * A mapping that takes the place of its former version.
 *
 * @param table number of the table plan
 * @param old the table in the old database
 * @param target the table in the new database
 * @param mapping that is in force from now on
 */
public record MappingReplacement(int table, TableName old, TableName target, Mapping mapping) {

    /** For people. */
    @Override
    public String toString() {
        return "version " + mapping.version() + " of the mapping of " + old + " into " + target;
    }
}

package dev.theseus.domain.database;

import java.util.List;

/**
 * A foreign key between two tables.
 *
 * @param name of the constraint
 * @param from the referencing table
 * @param to the referenced table, which may be the same
 * @param columns of the referencing table, in the constraint's order; empty where they were not asked for
 * @param referenced the columns that they refer to, in the same order
 */
public record ForeignKey(String name, TableName from, TableName to, List<String> columns, List<String> referenced) {

    public ForeignKey {
        columns = List.copyOf(columns);
        referenced = List.copyOf(referenced);
    }

    /** Without the columns. */
    public ForeignKey(String name, TableName from, TableName to) {
        this(name, from, to, List.of(), List.of());
    }
}

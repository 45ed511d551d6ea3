package dev.theseus.domain.database;

/**
 * A foreign key between two tables.
 *
 * @param name of the constraint
 * @param from the referencing table
 * @param to the referenced table, which may be the same
 */
public record ForeignKey(String name, TableName from, TableName to) {}

package dev.theseus.domain.database;

import java.util.List;
import java.util.Optional;

/**
 * Reads the catalogue of one database. Reading has no side effect and takes no lock that a writer would feel. Safe for
 * use by several threads.
 */
public interface DatabaseCatalog {

    /**
     * The schemas that hold at least one table that {@link #tables} would list.
     *
     * @return sorted by name; without those of the system and without Theseus's own
     * @throws DatabaseUnavailable if the server does not answer
     */
    List<String> schemas();

    /**
     * All ordinary, partitioned, inherited and foreign tables of a schema. Left out are partitions, tables that belong
     * to an extension, those of the system and Theseus's own.
     *
     * @return sorted by name; empty if the schema has none or does not exist
     * @throws DatabaseUnavailable if the server does not answer
     */
    List<TableDefinition> tables(String schema);

    /**
     * One table.
     *
     * @throws DatabaseUnavailable if the server does not answer
     */
    Optional<TableDefinition> table(TableName name);

    /**
     * The server behind the connection.
     *
     * @throws DatabaseUnavailable if the server does not answer
     */
    ServerFacts server();
}

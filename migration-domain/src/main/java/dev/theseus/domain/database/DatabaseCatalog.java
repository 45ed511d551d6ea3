package dev.theseus.domain.database;

import java.util.List;
import java.util.Optional;

/**
 * Reads the catalogue of one database. Reading has no side effect and takes no lock that a writer would feel. Safe for
 * use by several threads.
 */
public interface DatabaseCatalog {

    /**
     * All ordinary, partitioned, inherited and foreign tables of a schema; partitions and system tables are left out.
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

package dev.theseus.domain.database;

/**
 * What a server says of itself.
 *
 * @param product for example {@code PostgreSQL}
 * @param version as the server prints it, for example {@code 15.18}
 * @param majorVersion for example 15
 * @param encoding of the database, for example {@code UTF8}
 * @param identity a value that is equal only for the same database of the same server
 */
public record ServerFacts(String product, String version, int majorVersion, String encoding, String identity) {}

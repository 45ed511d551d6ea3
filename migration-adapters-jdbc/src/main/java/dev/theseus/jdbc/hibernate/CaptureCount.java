package dev.theseus.jdbc.hibernate;

/**
 * How many statements were prepared since the start, by how exactly they note what they change.
 *
 * @param keys that note the keys of the rows that they change
 * @param gone that also have the relay look for keys that are gone
 * @param wholeTables that note every key of a table, because theirs can't be known
 * @param unknown of which nothing could be noted although they may change something
 */
public record CaptureCount(long keys, long gone, long wholeTables, long unknown) {}

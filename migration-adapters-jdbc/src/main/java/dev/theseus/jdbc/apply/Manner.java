package dev.theseus.jdbc.apply;

/** How staged rows are written. */
enum Manner {
    /** Insert, or update where the key stands: does for almost all. */
    UPSERT,
    /** Delete all rows that are involved first, then insert: where unique values went from row to row. */
    REPLACE
}

package dev.theseus.domain.migration;

/** What a rollback does with the rows that are in the new database by then. */
public enum RowDisposition {
    /** They stay; only what is Theseus's own goes. */
    KEEP,
    /** They go too, so that the target tables are empty again. */
    REMOVE
}

package dev.theseus.jdbc.apply;

/** Where an apply has got to; tests stop it there. */
enum ApplyStep {
    /** The fence and the locks are held, the source has not been read. */
    LOCKED,
    /** The source's rows are staged, nothing is written. */
    READ,
    /** All is written, nothing is committed. Few rows are written and committed at once, and never seen here. */
    WRITTEN
}

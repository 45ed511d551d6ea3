package dev.theseus.domain.phase;

/** Where a migration stands. The order is told by {@link PhaseTable}, never by position in this list. */
public enum Phase {
    /** The plan is known; nothing has been touched. */
    PLANNED,
    /** Theseus's own bookkeeping stands in both databases. */
    PREPARED,
    /** Every change of a planned table in the old database is noted. */
    CAPTURING,
    /** The rows that stood in the old database are being copied. */
    BACKFILLING,
    /** All tables are copied; the changes since then are being applied. */
    CATCHING_UP,
    /** The new database follows the old one; a service may write to both. */
    DUAL_WRITING,
    /** Both databases were compared and agree. */
    VERIFIED,
    /** Reads that the old database answers are repeated on the new one, to compare. */
    SHADOWING,
    /** A growing share of the reads is answered by the new database. */
    RAMPING,
    /** The new database has authority; the old one follows it, so that one can go back without a loss. */
    CUT_OVER,
    /** Capture, fence and the reverse relay are gone: the new database stands alone. */
    COMPLETED,
    /** What was made is being taken back. */
    ROLLING_BACK,
    /** Nothing of Theseus's is left in the databases; it may be prepared again. */
    ROLLED_BACK
}

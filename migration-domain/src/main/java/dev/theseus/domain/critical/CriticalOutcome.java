package dev.theseus.domain.critical;

/** How a critical write ended. */
public enum CriticalOutcome {
    /** It is in both databases. */
    CONFIRMED,
    /** It is in neither: the rows are again what they were before it. */
    TAKEN_BACK,
    /**
     * It could not be taken back any more, because others had built on it; both databases have what stands now. Its
     * caller was told that it was open, never that it had succeeded.
     */
    STANDS
}

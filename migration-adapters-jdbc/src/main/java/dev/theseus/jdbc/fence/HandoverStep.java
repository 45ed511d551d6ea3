package dev.theseus.jdbc.fence;

/** Where a handover has got to; between any two of them its process, or a server, may die. */
enum HandoverStep {
    /** Writers of the side that has authority are held. */
    FENCED,
    DRAINED,
    /** Applies to the other side are held too. */
    BOTH_FENCED,
    SEQUENCES_MOVED,
    /** The epoch that takes authority away was set and can be seen, but may not be on disk. */
    TAKING,
    /** Nobody has authority. */
    TAKEN,
    /** The epoch that gives authority was set, but may not be on disk. */
    GIVING,
    GIVEN
}

package dev.theseus.jdbc.critical;

/** Where a critical write has got to; tests stop it there. */
enum CriticalStep {
    /** Its rows are held, its work has not begun. */
    HELD,
    /** The work is done, nothing is committed. */
    WORKED,
    /** Committed on the side that has authority. */
    COMMITTED,
    /** The other side has answered, or has not. */
    BROUGHT,
    /** It is about to be noted that both have it. */
    CONFIRMING,
    /** The rows are restored, nothing is committed. */
    RESTORED,
    /** It is about to be noted that it is open. */
    OPENING
}

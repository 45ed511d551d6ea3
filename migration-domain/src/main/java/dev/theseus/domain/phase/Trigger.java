package dev.theseus.domain.phase;

/** What makes a migration change its phase. */
public enum Trigger {
    PLAN,
    ADVANCE,
    /** Authority moves to new. */
    CUT_OVER,
    /** Everything that leads back is taken away. */
    COMPLETE,
    DIVERGENCE,
    /** A checkpoint is restored; where new has authority it goes back to old first. */
    RESTORE,
    /** A mapping is replaced by its next version. */
    REMAP,
    ROLL_BACK,
    ROLLBACK_DONE
}

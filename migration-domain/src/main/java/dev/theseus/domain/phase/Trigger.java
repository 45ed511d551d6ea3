package dev.theseus.domain.phase;

/** What makes a migration change its phase. */
public enum Trigger {
    PLAN,
    ADVANCE,
    DIVERGENCE,
    ROLL_BACK,
    ROLLBACK_DONE
}

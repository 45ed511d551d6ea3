package dev.theseus.domain.migration;

/** Why a rollout was changed. */
public enum RolloutCause {
    /** Somebody asked for it. */
    ASKED,
    /** The phase that shadows reads was entered. */
    SHADOWING_BEGAN,
    /** A comparison found that rows differ: nobody reads from new until a person has looked. */
    ROWS_DIFFER,
    /** A checkpoint is being restored: nothing of the service's goes to new meanwhile. */
    RESTORING,
    /** A checkpoint is restored. */
    RESTORED
}

package dev.theseus.domain.migration;

/** Why a checkpoint is restored. */
public enum RestoreCause {
    /** A person asked for it. */
    ASKED,
    /** Too many of the service's calls failed. */
    ERROR_RATE,
    /** More rows differ than are permitted. */
    DIVERGENCE,
    /** A step of the rollout failed its gate again and again. */
    ROLLOUT_GATE,
    /** Reads did not come back to new in time. */
    FAILBACK_DEADLINE
}

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
    RESTORED,
    /** A step of a rollout began. */
    STEP,
    /** A step of a rollout did not go well. */
    STEP_FAILED,
    /** Reads failed on new. */
    READS_FAILED,
    /** Reads that had failed on new come back to it. */
    READS_RECOVERED,
    /** A mapping was replaced: rows are brought over anew, and compared, before anybody reads them. */
    MAPPING_REPLACED,
    /** Something is wrong with new, and the migration has gone back by itself too often to do so again. */
    TROUBLE
}

package dev.theseus.domain.migration;

/** Who reads from new once a checkpoint is restored. */
public enum RestoredReads {
    /** Those who read from it when the checkpoint was taken: somebody named this very checkpoint. */
    AS_THEN,
    /** Nobody: something was wrong with new, and to raise the share again is a decision of its own. */
    NOBODY
}

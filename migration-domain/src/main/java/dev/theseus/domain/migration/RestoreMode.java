package dev.theseus.domain.migration;

/** Whether a rollback is done, or only said. */
public enum RestoreMode {
    REAL,
    /** Nothing changes; the trail says what would have been restored. */
    DRY
}

package dev.theseus.domain.migration;

/** How a failback ended. */
public enum FailbackEnd {
    /** New works, rows are alike: reads come back to it. */
    RESUMED,
    /** Reads stay on old. */
    ABANDONED
}

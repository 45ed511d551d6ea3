package dev.theseus.domain.migration;

/** How a run ended. */
public enum RunOutcome {
    /** The phase that was asked for is reached. */
    REACHED,
    /** Somebody stopped it. */
    STOPPED,
    /** It can't go on without a person: data differ, or a server refused. */
    FAILED
}

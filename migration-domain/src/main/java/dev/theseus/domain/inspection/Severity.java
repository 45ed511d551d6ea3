package dev.theseus.domain.inspection;

/** What a finding means for the run. */
public enum Severity {
    /** The run would stop, or its result could be wrong. */
    STOPS,
    /** The run goes on, but the person may not get what they expect. */
    WARNS,
    /** Worth knowing. */
    NOTES
}

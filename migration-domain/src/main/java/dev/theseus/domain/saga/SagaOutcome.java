package dev.theseus.domain.saga;

/** How a saga ended. One that is stuck has not ended. */
public enum SagaOutcome {
    /** Every step is done. */
    COMPLETED,
    /** A step could not be done, and what had been done is taken back. */
    COMPENSATED
}

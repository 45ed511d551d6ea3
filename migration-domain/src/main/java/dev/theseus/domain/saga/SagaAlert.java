package dev.theseus.domain.saga;

import java.time.Instant;

/**
 * Something about a saga that a person should hear of. The same may be told twice.
 *
 * @param saga that it is about
 * @param workflow that the saga follows
 * @param at when it happened
 * @param kind what it is
 * @param text for people, without row contents
 */
public record SagaAlert(SagaId saga, String workflow, Instant at, Kind kind, String text) {

    /** What a person should hear of. */
    public enum Kind {
        /** What was done can't be taken back: the two databases don't agree until somebody helps. */
        STUCK,
        /** The time of a step is over; it is taken back, as soon as the attempt in hand has ended. */
        OVERDUE,
        /** A process has not the workflow that the saga follows. If no process has it, the saga stands still. */
        UNKNOWN_WORKFLOW
    }
}

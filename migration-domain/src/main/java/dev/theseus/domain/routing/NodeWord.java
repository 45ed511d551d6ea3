package dev.theseus.domain.routing;

import java.time.Instant;

/**
 * Word that a node left for the control plane.
 *
 * @param id unique in both databases; not in order
 * @param node that left it
 * @param kind what happened
 * @param at by the database's clock
 * @param detail for people: an error's class or code, a count, a table, a key; never row content
 */
public record NodeWord(long id, String node, Kind kind, Instant at, String detail) {

    /** What happened on a node. */
    public enum Kind {
        /** Its breaker opened: reads are back on old, on every node. */
        READS_FAILED,
        /** Its breaker closed. */
        READS_RECOVERED,
        /** Rows differ that were not in the log; they were logged again, to be repaired. */
        MISMATCH
    }
}

package dev.theseus.domain.migration;

import java.time.Instant;

/**
 * Reads are on old because they failed on new.
 *
 * @param percentage that they come back to
 * @param deadline after which it is not waited any longer
 * @param stage how far it is
 */
public record Failback(double percentage, Instant deadline, Stage stage) {

    /** How far a failback is. */
    public enum Stage {
        /** Reads of new fail on some node. */
        FAILING,
        /** New answers on all of them; what changed meanwhile is brought over and compared. */
        RECOVERED
    }

    Failback at(Stage changed) {
        return new Failback(percentage, deadline, changed);
    }
}

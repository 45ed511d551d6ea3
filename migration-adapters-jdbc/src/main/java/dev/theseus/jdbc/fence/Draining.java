package dev.theseus.jdbc.fence;

import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.jdbc.relay.Hurry;
import java.time.Duration;

/** Empties the log of the side that has authority. */
interface Draining {

    /** Makes haste until the result is closed. */
    Hurry hurry();

    /** Waits until what stands in the log now is applied, while writers go on. */
    Drain catchUp(Duration patience) throws InterruptedException;

    /** What is left for the other side to get. */
    Left look();

    /** What the other side lacks. */
    enum Left {
        NOTHING,
        /** Changes that will be applied. */
        ENTRIES,
        /** Changes that could not be applied; no wait will help. */
        SET_ASIDE
    }
}

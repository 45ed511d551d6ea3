package dev.theseus.jdbc.fence;

import dev.theseus.domain.authority.FenceHolder;
import java.time.Duration;
import java.util.List;

/** What one try of a handover came to; all but the first leave authority where it was. */
sealed interface Attempt {

    /** @param pause for which writers were held */
    record Moved(Duration pause) implements Attempt {}

    /**
     * The fence was not free.
     *
     * @param holders who held it
     * @param pause for which writers were held; zero if nobody was asked to wait
     */
    record Held(List<FenceHolder> holders, Duration pause) implements Attempt {
        public Held {
            holders = List.copyOf(holders);
        }
    }

    /**
     * The log was not empty in time.
     *
     * @param pause for which writers were held
     */
    record NotDrained(Duration pause) implements Attempt {}

    /** Somebody else has moved authority meanwhile. */
    record Overtaken() implements Attempt {}

    /** Changes were set aside, and somebody has to see to them. */
    record SetAside() implements Attempt {}
}

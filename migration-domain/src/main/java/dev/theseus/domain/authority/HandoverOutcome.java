package dev.theseus.domain.authority;

import dev.theseus.domain.database.Epoch;
import java.time.Duration;
import java.util.List;

/** What became of a handover. */
public sealed interface HandoverOutcome {

    /**
     * The other side has authority.
     *
     * @param epoch in force now
     * @param pause for how long writers were held; zero if an earlier call had done it
     */
    record Moved(Epoch epoch, Duration pause) implements HandoverOutcome {}

    /**
     * Given up, because sessions held the fence; authority is where it was.
     *
     * @param holders the sessions, for people
     * @param tries how often the fence was asked for
     * @param longestPause for which writers were held in one try
     */
    record Held(List<FenceHolder> holders, int tries, Duration longestPause) implements HandoverOutcome {
        public Held {
            holders = List.copyOf(holders);
        }
    }

    /**
     * Given up, because the log was not drained within the budget; authority is where it was.
     *
     * @param pause for which writers were held
     */
    record NotDrained(Duration pause) implements HandoverOutcome {}
}

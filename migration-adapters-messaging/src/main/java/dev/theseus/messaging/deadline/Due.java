package dev.theseus.messaging.deadline;

import java.time.Instant;

/** Hears of deadlines. */
@FunctionalInterface
public interface Due {

    /**
     * A deadline is due: never early, possibly late, and once more if this process dies before the call returns, so it
     * must bear repetition. Usually it sends a command, which decides whether the deadline still means anything.
     *
     * <p>An exception means: not heard; it comes again after some seconds. Called on a thread of the deadlines, one or
     * two at a time; to take long holds up the others of the kind.
     *
     * @param at the moment that was asked for
     */
    void isDue(Deadline deadline, Instant at);
}

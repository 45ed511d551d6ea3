package dev.theseus.domain.critical;

import java.time.Duration;

/** What is to be done next about a critical write. Everything may be repeated. */
public sealed interface CriticalAction {

    /** Bring its rows to the other side, within the time limit. */
    record Bring() implements CriticalAction {}

    /** Look whether the other side has what this side has. */
    record Look() implements CriticalAction {}

    /**
     * Note in the journal that it is in both, unless somebody else has settled it.
     *
     * @param after a rest
     */
    record Confirm(Duration after) implements CriticalAction {}

    /**
     * Restore the rows, unless they changed, and note that, in one transaction.
     *
     * @param after a rest
     */
    record TakeBack(Duration after) implements CriticalAction {}

    /**
     * Note that it is open, and alert.
     *
     * @param next how long until the next try
     */
    record NoteOpen(OpenReason reason, String detail, Duration next) implements CriticalAction {}

    /** Note that both databases have what stands now. */
    record NoteStanding() implements CriticalAction {}

    /** Nothing: whoever waits for it is told. */
    record Stop() implements CriticalAction {}
}

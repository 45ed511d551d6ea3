package dev.theseus.domain.throttle;

/** Whether the copy may go on, with the reason if not. */
public sealed interface Verdict {

    /** Nothing speaks against it. */
    record Go() implements Verdict {}

    /** @param reason which measurement is above which limit, or that it is stale */
    record Wait(String reason) implements Verdict {}
}

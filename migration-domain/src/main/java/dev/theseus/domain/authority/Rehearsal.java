package dev.theseus.domain.authority;

import java.time.Duration;

/** What a rehearsal showed. */
public sealed interface Rehearsal {

    /**
     * There and back.
     *
     * @param took all of it
     */
    record Succeeded(Duration took) implements Rehearsal {}

    /**
     * The way there or back does not work.
     *
     * @param step that failed, in words
     * @param reason without row content
     */
    record Failed(String step, String reason) implements Rehearsal {}
}

package dev.theseus.domain.access;

import java.time.Instant;

/**
 * Remembers what was answered to a request that carried a key, so that it can be repeated without being carried out
 * twice. Safe for several threads and several processes.
 */
public interface KeptAnswers {

    /**
     * Whose request it is.
     *
     * @param actor who asked; keys of different people have nothing to do with each other
     * @param key that the client made up
     */
    record Key(String actor, String key) {}

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body in JSON
     */
    record Answer(int status, String body) {}

    /** What is known of a key. */
    sealed interface Known {

        /** Nothing was; the caller carries the request out, and then keeps the answer or forgets the key. */
        record Nothing() implements Known {}

        /** The same request is being carried out, or was when a server died. */
        record UnderWay(Instant since) implements Known {}

        /** The same request was answered. */
        record Answered(Answer answer) implements Known {}

        /** The key was used for another request. */
        record OtherRequest() implements Known {}
    }

    /**
     * Claims a key, in one step: of several who come with the same key at the same moment one gets
     * {@link Known.Nothing}.
     *
     * @param fingerprint of the request: the same for the same method, path and body
     */
    Known claim(Key key, String fingerprint, Instant at);

    void keep(Key key, Answer answer);

    /** For a request that was not carried out. */
    void forget(Key key);

    /** Removes what was claimed before a time. */
    void forgetBefore(Instant time);
}

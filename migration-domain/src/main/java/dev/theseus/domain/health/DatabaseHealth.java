package dev.theseus.domain.health;

/**
 * What a server says of itself at this moment. A server that does not answer is {@link Away}, not an exception: that is
 * an answer to the question.
 */
public sealed interface DatabaseHealth {

    /** Looks, within some seconds. Safe for several threads. */
    @FunctionalInterface
    interface Check {

        DatabaseHealth look();
    }

    /** It does not answer. */
    record Away() implements DatabaseHealth {}

    /**
     * It answers.
     *
     * @param writing whether it takes writes
     * @param freeConnections that ordinary roles can still open
     */
    record Answers(Writing writing, int freeConnections) implements DatabaseHealth {}

    /** Whether a server takes writes. */
    enum Writing {
        WRITABLE,
        /** A standby that follows another server. */
        IN_RECOVERY,
        /** Set to read only, for the whole server or for the role. */
        READ_ONLY
    }
}

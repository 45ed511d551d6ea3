package dev.theseus.domain.critical;

import dev.theseus.domain.database.GrowingRest;

/** How far a critical write has come. It exists from its commit on the side that has authority. */
public sealed interface CriticalState {

    /** Committed there, and being brought to the other side. */
    record Written() implements CriticalState {}

    /**
     * Whether the other side has it has to be looked up.
     *
     * @param why in words, without row content
     * @param otherwise what can be done if it has not
     */
    record Doubtful(String why, Otherwise otherwise) implements CriticalState {}

    /** What can be done about a write that the other side does not have. */
    enum Otherwise {
        TAKE_BACK,
        /** Nothing: the side that it is on has no authority any more. */
        OPEN
    }

    /** Both have it; the journal does not say so yet, so nobody may be told. */
    record InBoth(int failed, GrowingRest rest) implements CriticalState {}

    /**
     * It is to be in neither. Never left for {@link InBoth} again, unless authority went away before anybody was told.
     *
     * @param why in words
     * @param failed tries
     * @param rest before the next one
     * @param promise whether somebody was told already
     */
    record TakingBack(String why, int failed, GrowingRest rest, Promise promise) implements CriticalState {}

    /** What the caller knows. */
    enum Promise {
        NONE,
        /** He was told that it will be taken back. */
        TOLD
    }

    /**
     * Being noted as open, or open and looked at again.
     *
     * @param detail in words
     */
    record Open(OpenReason reason, String detail) implements CriticalState {}

    /** It was open, and both sides have what stands now; the journal does not say so yet. */
    record Standing(String detail) implements CriticalState {}

    /** Settled, and noted so. */
    record Ended(CriticalOutcome outcome, String why) implements CriticalState {}

    /** Nobody works on it: a recovery takes it up when its time has come. */
    record Left(String why) implements CriticalState {}
}

package dev.theseus.domain.saga;

import java.time.Instant;
import java.util.Map;

/** What happened to a saga. */
public sealed interface SagaEvent {

    SagaId saga();

    Instant at();

    /** It began, with the outline that it follows to its end. */
    record SagaBegan(SagaId saga, Instant at, SagaDefinition definition, Map<String, String> inputs)
            implements SagaEvent {
        public SagaBegan {
            inputs = Map.copyOf(inputs);
        }
    }

    /** An attempt of a step is about to begin. */
    record AttemptBegan(SagaId saga, Instant at, String step, int attempt) implements SagaEvent {}

    /** A step is done. */
    record StepDone(SagaId saga, Instant at, String step, int attempt) implements SagaEvent {}

    /** An attempt failed, and there will be another. */
    record AttemptFailed(SagaId saga, Instant at, String step, int attempt, Failure failure) implements SagaEvent {}

    /** The time of a step is over: no further attempt begins. */
    record DeadlinePassed(SagaId saga, Instant at, String step) implements SagaEvent {}

    /**
     * A step can't be done; what was done is taken back.
     *
     * @param effect whether the step itself may have happened, all attempts considered
     */
    record StepGivenUp(SagaId saga, Instant at, String step, Effect effect, String reason) implements SagaEvent {}

    /** A step is taken back. */
    record StepCompensated(SagaId saga, Instant at, String step, int attempt) implements SagaEvent {}

    /** A step could not be taken back this time; it will be tried again. */
    record CompensationFailed(SagaId saga, Instant at, String step, int attempt, String reason) implements SagaEvent {}

    /** A compensation has failed as often as it may: the saga stays open, somebody has to look, it is tried rarely. */
    record SagaStuck(SagaId saga, Instant at, String step, String reason) implements SagaEvent {}

    /** Somebody asked to try at once. */
    record SagaRetried(SagaId saga, Instant at) implements SagaEvent {}

    /** Nothing is left to do. */
    record SagaEnded(SagaId saga, Instant at, SagaOutcome outcome) implements SagaEvent {}
}

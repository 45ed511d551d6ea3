package dev.theseus.domain.saga;

import java.time.Instant;

/** What is to be done after an event. Each order may be given and carried out again. */
public sealed interface SagaOrder {

    /** Do a step, not before a moment; when it is time, {@link SagaProcess#move} says how. */
    record Do(String step, int attempt, Instant at) implements SagaOrder {}

    /** Take a step back, not before a moment. */
    record Undo(String step, int attempt, Instant at) implements SagaOrder {}

    /** Say so when the time of a step is over. */
    record Watch(String step, Instant due) implements SagaOrder {}

    /** The time of a step does not matter any more. */
    record Unwatch(String step) implements SagaOrder {}

    /** Tell a person. */
    record Tell(SagaAlert alert) implements SagaOrder {}
}

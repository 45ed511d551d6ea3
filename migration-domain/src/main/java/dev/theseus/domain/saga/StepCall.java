package dev.theseus.domain.saga;

import java.time.Instant;
import java.util.Map;

/**
 * What a step is called with.
 *
 * @param saga that it belongs to
 * @param step its name
 * @param attempt from 1, for the log; nothing may depend on it
 * @param inputs of the saga
 * @param until when its time is over; the thread is interrupted then
 */
public record StepCall(SagaId saga, String step, int attempt, Map<String, String> inputs, Instant until) {

    public StepCall {
        inputs = Map.copyOf(inputs);
    }

    /**
     * The same text for every attempt of this step in this saga, and for its compensation and its look. Keep it in the
     * transaction of the action, under a unique index: whoever finds it there knows that it happened.
     */
    public String key() {
        return saga.value() + "/" + step;
    }

    /**
     * An input.
     *
     * @throws IllegalArgumentException if the saga was begun without it
     */
    public String input(String name) {
        String value = inputs.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The saga " + saga + " has no input \"" + name + "\"");
        }
        return value;
    }
}

package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.SagaState;

/**
 * A saga that has not ended.
 *
 * @param saga its name
 * @param workflow that it follows
 * @param state how it stands
 */
public record SagaStanding(SagaId saga, String workflow, SagaState state) {

    /** Whether a person has to look. */
    public boolean isStuck() {
        return state instanceof SagaState.Backward backward && backward.standing() == SagaState.Backward.Standing.STUCK;
    }
}

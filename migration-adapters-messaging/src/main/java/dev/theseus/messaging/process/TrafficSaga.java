package dev.theseus.messaging.process;

import dev.theseus.domain.process.TrafficProcess;
import dev.theseus.domain.process.TrafficState;
import dev.theseus.messaging.stored.StoredForm;

/** The saga of the {@link TrafficProcess}: rollout by steps, and failback. */
final class TrafficSaga extends ProcessSaga<TrafficState> {

    static final StoredForm<TrafficSaga, TrafficState> FORM = new StoredForm<>(
            TrafficSaga.class, "process.traffic", 1, TrafficState.class, ProcessSaga::state, TrafficSaga::new);

    TrafficSaga() {
        this(TrafficState.INITIAL);
    }

    private TrafficSaga(TrafficState state) {
        super(TrafficProcess.PROCESS, state);
    }
}

package dev.theseus.messaging.process;

import dev.theseus.domain.process.BackfillProcess;
import dev.theseus.domain.process.BackfillState;
import dev.theseus.messaging.stored.StoredForm;

/** The saga of the {@link BackfillProcess}. */
final class BackfillSaga extends ProcessSaga<BackfillState> {

    static final StoredForm<BackfillSaga, BackfillState> FORM = new StoredForm<>(
            BackfillSaga.class, "process.backfill", 2, BackfillState.class, ProcessSaga::state, BackfillSaga::new);

    BackfillSaga() {
        this(BackfillState.INITIAL);
    }

    private BackfillSaga(BackfillState state) {
        super(BackfillProcess.PROCESS, state);
    }
}

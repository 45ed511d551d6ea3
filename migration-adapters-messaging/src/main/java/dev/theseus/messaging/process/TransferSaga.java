package dev.theseus.messaging.process;

import dev.theseus.domain.process.TransferProcess;
import dev.theseus.domain.process.TransferState;
import dev.theseus.messaging.stored.StoredForm;

/** The saga of the {@link TransferProcess}: cutover, rollback and completion. */
final class TransferSaga extends ProcessSaga<TransferState> {

    static final StoredForm<TransferSaga, TransferState> FORM = new StoredForm<>(
            TransferSaga.class, "process.transfer", 1, TransferState.class, ProcessSaga::state, TransferSaga::new);

    TransferSaga() {
        this(TransferState.INITIAL);
    }

    private TransferSaga(TransferState state) {
        super(TransferProcess.PROCESS, state);
    }
}

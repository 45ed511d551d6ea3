package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaEvent;
import dev.theseus.domain.saga.SagaProcess;
import dev.theseus.domain.saga.SagaState;
import dev.theseus.messaging.stored.StoredForm;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;

/**
 * Remembers how far a workflow is and passes on what the {@link SagaProcess} orders. One for each saga that is open.
 *
 * <p>Orders are given before the transaction that keeps the new state commits. If it does not commit, the event is
 * heard again and the orders given again, which they bear; the other way round, an order could get lost.
 */
final class StepSaga {

    static final StoredForm<StepSaga, SagaState> FORM =
            new StoredForm<>(StepSaga.class, "process.workflow", 1, SagaState.class, saga -> saga.state, StepSaga::new);

    private static final String SAGA = "saga";

    /** Every saga that has not ended is found by this. */
    static final AssociationValue OPEN = new AssociationValue("standing", "open");

    private SagaState state;
    private SagaOrders orders = (event, order) -> {
        throw new IllegalStateException("The saga was not told whom to give its orders");
    };

    StepSaga() {
        this(SagaProcess.INITIAL);
    }

    private StepSaga(SagaState state) {
        this.state = state;
    }

    void serveWith(SagaOrders itsOrders) {
        this.orders = itsOrders;
    }

    SagaState state() {
        return state;
    }

    @StartSaga
    @SagaEventHandler(associationProperty = SAGA, associationResolver = SagaAssociation.class)
    void on(SagaEvent.SagaBegan event) {
        SagaLifecycle.associateWith(OPEN.getKey(), OPEN.getValue());
        hear(event);
    }

    @SagaEventHandler(associationProperty = SAGA, associationResolver = SagaAssociation.class)
    void on(SagaEvent event) {
        hear(event);
        if (event instanceof SagaEvent.SagaEnded) {
            SagaLifecycle.end();
        }
    }

    private void hear(SagaEvent event) {
        state = SagaProcess.evolve(state, event);
        SagaProcess.react(state, event).forEach(order -> orders.give(event, order));
    }
}

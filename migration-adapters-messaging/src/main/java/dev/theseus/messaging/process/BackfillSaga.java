package dev.theseus.messaging.process;

import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.process.BackfillProcess;
import dev.theseus.domain.process.BackfillState;
import dev.theseus.domain.process.WorkCrew;
import dev.theseus.messaging.stored.StoredForm;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;

/**
 * Remembers how far a migration is and passes on what the {@link BackfillProcess} orders. One for each migration.
 *
 * <p>An order is given before the transaction that keeps the new state commits. If it does not commit, the event is
 * heard again and the order given again, which the crew is used to; the other way round, an order could get lost.
 */
final class BackfillSaga {

    static final StoredForm<BackfillSaga, BackfillState> FORM = new StoredForm<>(
            BackfillSaga.class, "process.backfill", 2, BackfillState.class, saga -> saga.state, BackfillSaga::new);

    private BackfillState state;
    private WorkCrew crew = (migration, run, work) -> {
        throw new IllegalStateException("The saga was not given its crew");
    };

    BackfillSaga() {
        this(BackfillState.INITIAL);
    }

    private BackfillSaga(BackfillState state) {
        this.state = state;
    }

    void serveWith(WorkCrew itsCrew) {
        this.crew = itsCrew;
    }

    @StartSaga
    @SagaEventHandler(associationProperty = "migration", associationResolver = MigrationAssociation.class)
    void on(MigrationEvent event) {
        state = BackfillProcess.evolve(state, event);
        BackfillProcess.react(state, event)
                .ifPresent(work -> state.run().ifPresent(run -> crew.order(event.migration(), run.id(), work)));
    }
}

package dev.theseus.messaging.process;

import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.process.MigrationProcess;
import dev.theseus.domain.process.Order;
import java.util.List;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;

/**
 * Remembers the state of a process and passes on what it orders. One for each process and migration; each process has a
 * class of its own only because Axon tells sagas apart by their class.
 *
 * <p>Orders are given before the transaction that keeps the new state commits. If it does not commit, the event is
 * heard again and the orders given again, which everybody is used to; the other way round, an order could get lost.
 */
abstract class ProcessSaga<S> {

    private final MigrationProcess<S> process;
    private S state;
    private Desk desk = (migration, from, run, orders) -> {
        throw new IllegalStateException("The saga was not given its desk");
    };

    ProcessSaga(MigrationProcess<S> process, S state) {
        this.process = process;
        this.state = state;
    }

    void serveWith(Desk itsDesk) {
        this.desk = itsDesk;
    }

    S state() {
        return state;
    }

    @StartSaga
    @SagaEventHandler(associationProperty = "migration", associationResolver = MigrationAssociation.class)
    void on(MigrationEvent event) {
        state = process.evolve(state, event);
        List<Order> orders = process.react(state, event);
        process.run(state).ifPresent(run -> desk.pass(event.migration(), process.name(), run, orders));
    }
}

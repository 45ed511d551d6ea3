package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaAlerts;
import dev.theseus.domain.saga.SagaEvent;
import dev.theseus.domain.saga.SagaOrder;
import dev.theseus.messaging.deadline.Deadline;
import dev.theseus.messaging.deadline.DeadlineIsBeingHeard;
import dev.theseus.messaging.deadline.Deadlines;
import java.time.Instant;

/**
 * Keeps orders as deadlines in the control database. So an order survives the process that gave it; one process at a
 * time carries it out; and another one does, if that one dies.
 *
 * @param work to do and to take back
 * @param watches over the time of steps
 */
record ScheduledOrders(Deadlines work, Deadlines watches, SagaAlerts alerts) implements SagaOrders {

    @Override
    public void give(SagaEvent event, SagaOrder order) {
        switch (order) {
            case SagaOrder.Do o -> schedule(new Deadline(event.saga().value(), WorkOrder.purpose(o)), o.at());
            case SagaOrder.Undo o -> schedule(new Deadline(event.saga().value(), WorkOrder.purpose(o)), o.at());
            case SagaOrder.Watch o -> watches.schedule(new Deadline(event.saga().value(), o.step()), o.due());
            case SagaOrder.Unwatch o -> watches.cancel(new Deadline(event.saga().value(), o.step()));
            case SagaOrder.Tell o -> alerts.tell(o.alert());
        }
    }

    private void schedule(Deadline order, Instant at) {
        try {
            work.schedule(order, at);
        } catch (DeadlineIsBeingHeard atWork) {
            // it is being carried out, which is all that was wanted
        }
    }
}

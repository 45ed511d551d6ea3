package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaEvent;
import dev.theseus.domain.saga.SagaId;
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
 * @param watches over the time of steps, and alerts: these wait for no work
 */
record ScheduledOrders(Deadlines work, Deadlines watches) implements SagaOrders {

    @Override
    public void give(SagaEvent event, SagaOrder order) {
        SagaId saga = event.saga();
        switch (order) {
            case SagaOrder.Do o -> now(work, deadline(saga, WorkOrder.purpose(o)), o.at());
            case SagaOrder.Undo o -> now(work, deadline(saga, WorkOrder.purpose(o)), o.at());
            case SagaOrder.Watch o -> now(watches, deadline(saga, WatchOrder.late(o.step())), o.due());
            case SagaOrder.Unwatch o -> watches.cancel(deadline(saga, WatchOrder.late(o.step())));
            case SagaOrder.Tell o -> now(watches, deadline(saga, WatchOrder.tell(o.alert())), event.at());
        }
    }

    private static Deadline deadline(SagaId saga, String purpose) {
        return new Deadline(saga.value(), purpose);
    }

    private static void now(Deadlines deadlines, Deadline order, Instant at) {
        try {
            deadlines.schedule(order, at);
        } catch (DeadlineIsBeingHeard atWork) {
            // it is being carried out, which is all that was wanted
        }
    }
}

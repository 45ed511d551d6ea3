package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaEvent;
import dev.theseus.domain.saga.SagaOrder;

/** Takes the orders of sagas. */
@FunctionalInterface
interface SagaOrders {

    /** @param event upon which the order follows */
    void give(SagaEvent event, SagaOrder order);
}

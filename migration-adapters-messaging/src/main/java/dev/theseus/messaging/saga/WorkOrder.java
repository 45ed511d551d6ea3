package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaOrder;
import java.time.Instant;

/** The orders of work as they are kept: {@code do 2 debit}, {@code undo 1 debit}. */
final class WorkOrder {

    private static final String DO = "do";
    private static final String UNDO = "undo";

    private WorkOrder() {}

    static String purpose(SagaOrder.Do order) {
        return DO + " " + order.attempt() + " " + order.step();
    }

    static String purpose(SagaOrder.Undo order) {
        return UNDO + " " + order.attempt() + " " + order.step();
    }

    /** @return an order to do or to undo */
    static SagaOrder of(String purpose, Instant at) {
        String[] parts = purpose.split(" ", 3);
        int attempt = Integer.parseInt(parts[1]);
        return switch (parts[0]) {
            case DO -> new SagaOrder.Do(parts[2], attempt, at);
            case UNDO -> new SagaOrder.Undo(parts[2], attempt, at);
            default -> throw new IllegalArgumentException("Nobody wrote the order \"" + purpose + "\"");
        };
    }
}

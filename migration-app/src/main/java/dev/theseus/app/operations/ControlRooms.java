package dev.theseus.app.operations;

import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.plan.Passwords;

/** Opens the control room that an order's plan file names. */
final class ControlRooms {

    private ControlRooms() {}

    /**
     * The caller closes it.
     *
     * @throws RuntimeException that says what to do, if the control database can't be had
     */
    static ControlRoom of(Order order) {
        return ControlRoom.open(order.plan().controlStore(order.file()), new Passwords(order.environment()));
    }
}

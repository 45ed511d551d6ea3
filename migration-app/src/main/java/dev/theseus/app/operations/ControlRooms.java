package dev.theseus.app.operations;

import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.plan.Passwords;

/** Where an operation gets the control room that an order's plan file names; it closes what it gets. */
@FunctionalInterface
interface ControlRooms {

    /** Opened for each order, by a program that does one thing and ends. */
    ControlRooms OPENED =
            order -> ControlRoom.open(order.plan().controlStore(order.file()), new Passwords(order.environment()));

    /** @throws RuntimeException that says what to do, if the control database can't be had */
    ControlRoom of(Order order);
}

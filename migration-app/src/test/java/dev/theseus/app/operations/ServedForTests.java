package dev.theseus.app.operations;

import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.server.watch.Served;

/** Composes what a server serves, as {@code theseus serve} does. */
public final class ServedForTests {

    private ServedForTests() {}

    public static Served of(ControlRoom room, Order order) {
        return new Served(room, new ProgramOperations(any -> room.lent()), order);
    }
}

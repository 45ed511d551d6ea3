package dev.theseus.app.operations;

import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.server.watch.Served;
import java.util.Optional;

/** Composes what a server serves, as {@code theseus serve} does where somebody else runs the migration. */
public final class ServedForTests {

    private ServedForTests() {}

    public static Served of(ControlRoom room, Order order) {
        return new Served(room, new ProgramOperations(any -> room.lent()), order, Optional.empty());
    }
}

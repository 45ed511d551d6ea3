package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.status.Databases;
import dev.theseus.app.status.Status;
import dev.theseus.app.status.StatusLines;
import dev.theseus.app.status.StatusLook;

/** Shows where a migration stands: what the events say, and how far copy and log are at this moment. */
final class StatusOperation {

    private final Order order;
    private final Console console;
    private final ControlRooms rooms;

    StatusOperation(Order order, Console console, ControlRooms rooms) {
        this.order = order;
        this.console = console;
        this.rooms = rooms;
    }

    ExitCode show() throws InterruptedException {
        try (ControlRoom room = rooms.of(order)) {
            Databases databases = Databases.connectedForEach(new Passwords(order.environment()));
            Status status = new StatusLook(room, databases).of(order.plan());
            if (console.form() == Console.Form.JSON) {
                console.json(status);
            } else {
                StatusLines.of(status).forEach(console::line);
            }
        }
        return ExitCode.DONE;
    }
}

package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.plan.MigrationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Gives one command to the aggregate; a run in another process hears of it. */
final class CommandOperation {

    private final Order order;
    private final Console console;
    private final ControlRooms rooms;

    CommandOperation(Order order, Console console, ControlRooms rooms) {
        this.order = order;
        this.console = console;
        this.rooms = rooms;
    }

    /** Makes a command from what every command has. */
    @FunctionalInterface
    interface Making {
        MigrationCommand of(MigrationId migration, Instant at);
    }

    /** What became of it, for scripts. */
    private record Answer(String migration, String phase, boolean paused) {}

    ExitCode give(String name, Making making) {
        MigrationId migration = order.plan().migration();
        try (ControlRoom room = rooms.of(order)) {
            Origin origin = new Origin(
                    new Actor(order.actor()),
                    order.reason().orElse(name),
                    UUID.randomUUID().toString());
            room.plane().execute(making.of(migration, InstantSource.system().instant()), origin);
            answer(migration, room.plane().state(migration));
        }
        return ExitCode.DONE;
    }

    private void answer(MigrationId migration, MigrationState state) {
        Answer answer = new Answer(
                migration.value(),
                Migration.phase(state).map(Enum::name).orElse("none"),
                state instanceof MigrationState.Paused);
        if (console.form() == Console.Form.JSON) {
            console.json(answer);
        } else {
            console.line("Migration %s is %s in phase %s."
                    .formatted(answer.migration(), answer.paused() ? "paused" : "not paused", answer.phase()));
        }
    }
}

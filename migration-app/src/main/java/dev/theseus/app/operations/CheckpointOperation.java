package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.run.StatusText;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.checkpoint.Checkpoint;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.WayBack;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Shows the checkpoints of a migration. */
final class CheckpointOperation {

    private final Order order;
    private final Console console;
    private final ControlRooms rooms;

    CheckpointOperation(Order order, Console console, ControlRooms rooms) {
        this.order = order;
        this.console = console;
        this.rooms = rooms;
    }

    /** @param restorable whether a rollback could go back to it now */
    private record Line(String name, String at, String phase, double percentage, boolean restorable) {}

    ExitCode list() {
        try (ControlRoom room = rooms.of(order)) {
            MigrationState state = room.plane().state(order.plan().migration());
            List<String> restorable = WayBack.of(
                            state,
                            new WayBack.Measured(Backlog.EMPTY, Optional.empty()),
                            InstantSource.system().instant())
                    .checkpoints();
            List<Line> lines = checkpoints(state).stream()
                    .map(c -> new Line(
                            c.name(),
                            c.at().toString(),
                            c.phase().name(),
                            c.policy().percentage(),
                            restorable.contains(c.name())))
                    .toList();
            if (console.form() == Console.Form.JSON) {
                console.json(lines);
            } else if (lines.isEmpty()) {
                console.line("No checkpoint was taken yet.");
            } else {
                lines.forEach(l -> console.line("%-34s  %-27s  %-12s  %s %% read from new%s"
                        .formatted(
                                l.name(),
                                l.at(),
                                l.phase(),
                                StatusText.number(l.percentage()),
                                l.restorable() ? "" : "  (nothing to go back to now)")));
            }
        }
        return ExitCode.DONE;
    }

    private static List<Checkpoint> checkpoints(MigrationState state) {
        return switch (state) {
            case MigrationState.Underway u -> u.checkpoints();
            case MigrationState.Paused p -> p.held().checkpoints();
            case MigrationState.RollingBack r -> r.checkpoints();
            case MigrationState.RolledBack r -> r.checkpoints();
            case MigrationState.Completed c -> c.checkpoints();
            case MigrationState.Unplanned u -> List.of();
        };
    }
}

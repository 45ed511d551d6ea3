package dev.theseus.app.operations;

import dev.theseus.app.cli.BadInput;
import dev.theseus.app.cli.CheckOutput;
import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.EnvironmentFailed;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.plan.PlanCheck;
import dev.theseus.app.plan.PlanCheck.Trials;
import dev.theseus.app.run.DataPlane;
import dev.theseus.app.status.StoredPlan;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Puts the mappings in force that the plan file has now. */
final class RemapOperation {

    private final Order order;
    private final Console console;
    private final ControlRooms rooms;
    private final Passwords passwords;

    RemapOperation(Order order, Console console, ControlRooms rooms) {
        this.rooms = rooms;
        this.order = order;
        this.console = console;
        this.passwords = new Passwords(order.environment());
    }

    private record Replaced(String table, String target, int version) {}

    private record Answer(String migration, String phase, List<Replaced> replaced) {}

    ExitCode remap() {
        MigrationId migration = order.plan().migration();
        try (ControlRoom room = rooms.of(order)) {
            Plan stored = StoredPlan.of(room.plane().state(migration))
                    .map(plan -> StoredPlan.refreshed(plan, order.plan()).with(plan.settings()))
                    .orElseThrow(() -> new IllegalTransition("Migration \"" + migration
                            + "\" is not under way. Run its plan: it takes the mappings on as they are."));
            RemappedPlan wanted = RemappedPlan.of(stored, checked(), order.plan());
            room.plane()
                    .execute(
                            new MigrationCommand.ReplaceMappings(
                                    migration, InstantSource.system().instant(), wanted.plan()),
                            new Origin(
                                    new Actor(order.actor()),
                                    order.reason().orElseThrow(),
                                    UUID.randomUUID().toString()));
            try (DataPlane data = PgDataPlane.open(wanted.plan(), passwords)) {
                var unused = Publishing.publish(room, wanted.plan(), data);
            }
            answer(room, migration, wanted.changed());
            return ExitCode.DONE;
        }
    }

    private Plan checked() {
        PlanCheck.Report report =
                new PlanCheck(order.plan(), passwords).of(order.file()).checkMappings(Trials.MADE);
        return switch (report.verdict()) {
            case OK -> report.plan().orElseThrow();
            case STOPS -> {
                new CheckOutput(order.plan(), report, console).print();
                throw new BadInput(
                        "The mappings of " + order.file() + " can't be taken on; what stops them is listed above.");
            }
            case UNREACHABLE ->
                throw new EnvironmentFailed(report.findings().stream()
                        .map(f -> f.what() + " " + f.message())
                        .collect(Collectors.joining("; ")));
        };
    }

    private void answer(ControlRoom room, MigrationId migration, List<TablePlan> changed) {
        String phase =
                Migration.phase(room.plane().state(migration)).map(Enum::name).orElse("none");
        List<Replaced> replaced = changed.stream()
                .map(t -> new Replaced(
                        t.old().toString(), t.target().toString(), t.mapping().version()))
                .toList();
        if (console.form() == Console.Form.JSON) {
            console.json(new Answer(migration.value(), phase, replaced));
            return;
        }
        replaced.forEach(r -> console.line(
                "The mapping of %s into %s is version %d now.".formatted(r.table(), r.target(), r.version())));
        console.line(
                replaced.isEmpty()
                        ? "All mappings are as they were."
                        : "Migration %s is in phase %s. Run it: all rows of these tables go to new once more, and are compared."
                                .formatted(migration, phase));
    }
}

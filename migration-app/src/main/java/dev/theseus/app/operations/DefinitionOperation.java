package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.run.DataPlane;
import dev.theseus.app.run.DefinitionLook;
import dev.theseus.app.run.Findings;
import dev.theseus.app.status.OpenDefinitions;
import dev.theseus.app.status.StoredPlan;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.definition.DefinitionRules;
import dev.theseus.domain.definition.Definitions.Sight;
import dev.theseus.domain.definition.Trait.Kind;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Shows how tables have changed since capture was installed, and takes that as it is. */
final class DefinitionOperation {

    private final Order order;
    private final Console console;
    private final ControlRooms rooms;
    private final Passwords passwords;
    private final InstantSource clock = InstantSource.system();

    DefinitionOperation(Order order, Console console, ControlRooms rooms) {
        this.rooms = rooms;
        this.order = order;
        this.console = console;
        this.passwords = new Passwords(order.environment());
    }

    /**
     * What there is to print.
     *
     * @param open on record, and holding the migration
     * @param found now, that is not on record
     */
    private record Standing(
            String migration, Map<Side, Sight> sight, List<DefinitionChange> open, List<DefinitionChange> found) {}

    private record Accepted(String migration, List<DefinitionChange> accepted, List<DefinitionChange> open) {}

    /** Where one command puts what it finds. */
    private record Trail(ControlRoom room, MigrationId migration, String correlation) implements Findings {

        @Override
        public MigrationState state() {
            return room.plane().state(migration);
        }

        @Override
        public void note(MigrationCommand command, String reason) {
            room.plane().execute(command, new Origin(Actor.PROCESS, reason, correlation));
        }
    }

    private MigrationId migration() {
        return order.plan().migration();
    }

    ExitCode show() {
        try (ControlRoom room = rooms.of(order)) {
            MigrationState state = room.plane().state(migration());
            Plan plan = plan(state);
            try (DataPlane data = PgDataPlane.open(plan, passwords)) {
                List<DefinitionChange> open = OpenDefinitions.of(state);
                List<DefinitionChange> found = data.definitions().look(plan.tables(), source(state)).stream()
                        .filter(f -> open.stream().noneMatch(f::isSameAs))
                        .toList();
                Map<Side, Sight> sight = new EnumMap<>(Side.class);
                for (Side side : Side.values()) {
                    sight.put(side, data.definitions().sight(side));
                }
                print(
                        new Standing(migration().value(), sight, open, found),
                        plan.tables().size());
                return open.isEmpty() && DefinitionRules.stopping(found).isEmpty() ? ExitCode.DONE : ExitCode.STOPPED;
            }
        }
    }

    private void print(Standing standing, int tables) {
        if (console.form() == Console.Form.JSON) {
            console.json(standing);
            return;
        }
        console.line("Migration %s: %d tables are watched; %s."
                .formatted(
                        standing.migration(),
                        tables,
                        String.join(
                                ", ",
                                standing.sight().entrySet().stream()
                                        .map(s -> "the " + s.getKey() + " database " + words(s.getValue()))
                                        .toList())));
        standing.open().forEach(c -> console.line("  OPEN   " + c.text()));
        standing.found().forEach(c -> console.line("  " + c.weight() + "  " + c.text()));
        if (standing.open().isEmpty() && standing.found().isEmpty()) {
            console.line("  All are as they were.");
        }
        if (!standing.open().isEmpty()) {
            console.line("Take them as they are with `theseus accept`, or go back with `theseus rollback` or `theseus"
                    + " clean`.");
        }
    }

    private static String words(Sight sight) {
        return switch (sight) {
            case COMMANDS -> "notes each command itself";
            case LOOKS -> "is compared every few seconds";
        };
    }

    /** What was on record before is accepted; what is found only now somebody has to see first. */
    ExitCode accept() {
        try (ControlRoom room = rooms.of(order)) {
            MigrationState state = room.plane().state(migration());
            Plan plan = plan(state);
            List<DefinitionChange> answered = OpenDefinitions.of(state);
            String correlation = UUID.randomUUID().toString();
            try (DataPlane data = PgDataPlane.open(plan, passwords)) {
                new DefinitionLook(plan, data, new Trail(room, migration(), correlation), clock).look();
                if (!answered.isEmpty()) {
                    mend(plan, data, answered, source(state));
                    data.definitions().settle(answered);
                    room.plane()
                            .execute(
                                    new MigrationCommand.AcceptDefinitions(migration(), clock.instant(), answered),
                                    new Origin(
                                            new Actor(order.actor()),
                                            order.reason().orElseThrow(),
                                            correlation));
                }
            }
            List<DefinitionChange> left = OpenDefinitions.of(room.plane().state(migration()));
            print(new Accepted(migration().value(), answered, left));
            return left.isEmpty() ? ExitCode.DONE : ExitCode.STOPPED;
        }
    }

    /** Triggers of ours that were off or gone stand again; what was not noted meanwhile the next comparison finds. */
    private static void mend(Plan plan, DataPlane data, List<DefinitionChange> changes, Side source) {
        plan.keyMaps().stream()
                .filter(m -> changes.stream()
                        .anyMatch(c -> c.side() == source
                                && c.table().equals(m.end(source).table())
                                && isAboutCapture(c)))
                .forEach(m -> data.keyMaps().mend(m, source));
        boolean gap = changes.stream().anyMatch(c -> c.side() == source && isAboutCapture(c));
        if (gap && source == Side.NEW) {
            data.fencing().install(plan.tables());
        } else if (gap) {
            plan.tables().stream()
                    .filter(t -> changes.stream().anyMatch(c -> isAboutCaptureOf(t, c)))
                    .forEach(data.capture()::install);
        }
    }

    private static boolean isAboutCaptureOf(TablePlan table, DefinitionChange change) {
        return change.side() == Side.OLD && change.table().equals(table.old()) && isAboutCapture(change);
    }

    private static boolean isAboutCapture(DefinitionChange change) {
        Kind kind = change.trait().kind();
        return kind == Kind.CAPTURE_TRIGGER
                || kind == Kind.CAPTURE_GAP
                || (kind == Kind.TABLE && change.now().isPresent());
    }

    private void print(Accepted accepted) {
        if (console.form() == Console.Form.JSON) {
            console.json(accepted);
            return;
        }
        accepted.accepted().forEach(c -> console.line("accepted: " + c.text()));
        accepted.open().forEach(c -> console.line("OPEN: " + c.text()));
        if (!accepted.open().isEmpty()) {
            console.line("These were found only now and are on record; look at them, and repeat the command.");
        } else if (accepted.accepted().isEmpty()) {
            console.line("Nothing waits for an answer.");
        }
    }

    private Plan plan(MigrationState state) {
        return StoredPlan.of(state)
                .orElseThrow(() -> new IllegalTransition("Migration \"" + migration()
                        + "\" is not under way, so no definitions are kept that tables could be compared with."));
    }

    private static Side source(MigrationState state) {
        return switch (state) {
            case Underway u -> u.authority().holder();
            case Paused p -> p.held().authority().holder();
            case MigrationState.Unplanned u -> Side.OLD;
            case MigrationState.RollingBack r -> Side.OLD;
            case MigrationState.RolledBack r -> Side.OLD;
            case MigrationState.Completed d -> Side.NEW;
        };
    }
}

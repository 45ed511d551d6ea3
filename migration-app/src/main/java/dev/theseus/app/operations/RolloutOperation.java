package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.cli.RolloutChange;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.run.DataPlane;
import dev.theseus.app.run.StatusText;
import dev.theseus.app.status.StoredPlan;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.GateResult;
import dev.theseus.domain.gate.ShadowReads;
import dev.theseus.domain.migration.Gates;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Collectors;

/** Decides about the service's reads, and publishes what was decided. */
final class RolloutOperation {

    private final Order order;
    private final Console console;
    private final ControlRooms rooms;
    private final Passwords passwords;
    private final InstantSource clock = InstantSource.system();

    RolloutOperation(Order order, Console console) {
        this(order, console, ControlRooms.OPENED);
    }

    RolloutOperation(Order order, Console console, ControlRooms rooms) {
        this.order = order;
        this.console = console;
        this.rooms = rooms;
        this.passwords = new Passwords(order.environment());
    }

    /** What stands now, for scripts. */
    private record Answer(String migration, Phase phase, long version, RolloutPolicy rollout) {}

    private MigrationId migration() {
        return order.plan().migration();
    }

    ExitCode change(RolloutChange change) {
        try (ControlRoom room = rooms.of(order)) {
            RolloutPolicy before = room.plane().rollout(migration()).policy();
            execute(room, new MigrationCommand.ChangeRollout(migration(), clock.instant(), change.of(before)));
            Plan plan = StoredPlan.of(room.plane().state(migration()))
                    .orElseThrow(() -> new IllegalTransition("Migration \"" + migration()
                            + "\" is not under way, so there is nobody to tell. Run it first."));
            try (DataPlane data = PgDataPlane.open(plan, passwords)) {
                answer(Publishing.publish(room, plan, data));
            }
        }
        return ExitCode.DONE;
    }

    ExitCode advance(Phase to) {
        try (ControlRoom room = rooms.of(order)) {
            Plan plan = StoredPlan.of(room.plane().state(migration()))
                    .orElseThrow(() -> new IllegalTransition(
                            "Migration \"" + migration() + "\" is not under way. Run it to VERIFIED first."));
            try (DataPlane data = PgDataPlane.open(plan, passwords)) {
                Evidence evidence = evidence(plan, data);
                execute(room, new MigrationCommand.Advance(migration(), clock.instant(), to, evidence));
                requireEntered(to, room.plane().state(migration()), evidence);
                answer(Publishing.publish(room, plan, data));
            }
        }
        return ExitCode.DONE;
    }

    private Evidence evidence(Plan plan, DataPlane data) {
        Backlog backlog = data.changeLog()
                .backlog(plan.tables().stream().map(TablePlan::number).collect(Collectors.toSet()));
        return new Evidence(
                clock.instant(), backlog, ShadowReads.of(data.nodes().nodes()));
    }

    private static void requireEntered(Phase to, MigrationState state, Evidence evidence) {
        Instant at = evidence.measuredAt();
        if (state instanceof MigrationState.Underway underway
                && Migration.phase(state).filter(to::equals).isEmpty()
                && Gates.check(to, underway, evidence, at) instanceof GateResult.Closed closed) {
            throw new IllegalTransition(
                    "Phase " + to + " is not entered: " + String.join("; ", closed.missing())
                            + ". Advance again when that is mended.",
                    closed.missing());
        }
    }

    private void execute(ControlRoom room, MigrationCommand command) {
        Origin origin = new Origin(
                new Actor(order.actor()),
                order.reason().orElseThrow(),
                UUID.randomUUID().toString());
        room.plane().execute(command, origin);
    }

    private void answer(Rollout rollout) {
        if (console.form() == Console.Form.JSON) {
            console.json(new Answer(migration().value(), rollout.phase(), rollout.version(), rollout.policy()));
        } else {
            console.line("Migration %s is in phase %s. %s"
                    .formatted(migration(), rollout.phase(), StatusText.rollout(rollout.policy())));
        }
    }
}

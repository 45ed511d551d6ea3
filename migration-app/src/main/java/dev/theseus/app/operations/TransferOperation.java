package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.cli.Operations.Waiting;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.run.DataPlane;
import dev.theseus.app.status.StoredPlan;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.ShadowReads;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Gives a command that a run then carries out in steps, tells the nodes what they have to know at once, and waits for
 * the end if that is wanted.
 */
final class TransferOperation {

    private final Order order;
    private final Console console;
    private final ControlRooms rooms;
    private final Passwords passwords;
    private final InstantSource clock = InstantSource.system();

    TransferOperation(Order order, Console console) {
        this(order, console, ControlRooms.OPENED);
    }

    TransferOperation(Order order, Console console, ControlRooms rooms) {
        this.order = order;
        this.console = console;
        this.rooms = rooms;
        this.passwords = new Passwords(order.environment());
    }

    /** Makes a command from what these commands have; what is not asked for is not measured. */
    @FunctionalInterface
    interface Making {
        MigrationCommand of(MigrationId migration, Instant at, Supplier<Evidence> evidence);
    }

    /** A command that rests on what is measured. */
    @FunctionalInterface
    interface Measured {
        MigrationCommand of(MigrationId migration, Instant at, Evidence evidence);

        /** The same, as it is to be given. */
        static Making by(Measured command) {
            return (migration, at, evidence) -> command.of(migration, at, evidence.get());
        }
    }

    private MigrationId migration() {
        return order.plan().migration();
    }

    /**
     * @param what for people, as a title
     * @param waiting whether for the end of the transfer that the command begins
     */
    ExitCode give(String what, Making making, Waiting waiting) throws InterruptedException {
        try (ControlRoom room = rooms.of(order)) {
            Plan plan = plan(room);
            TrailSince trail = new TrailSince(room, migration());
            decide(room, plan, making);
            List<MigrationEvent> own = trail.next();
            refuseIfRefused(own);
            Awaited awaited = new Awaited(room, migration(), trail, console);
            return waiting == Waiting.UNTIL_DONE ? awaited.end(what, own) : awaited.beginning(what, own);
        }
    }

    /**
     * The same, to the end, for callers that tell of it themselves.
     *
     * @return what happened meanwhile
     * @throws IllegalTransition if something is missing, or it was given up
     */
    List<MigrationEvent> carry(String what, Making making) throws InterruptedException {
        try (ControlRoom room = rooms.of(order)) {
            Plan plan = plan(room);
            TrailSince trail = new TrailSince(room, migration());
            decide(room, plan, making);
            List<MigrationEvent> own = trail.next();
            refuseIfRefused(own);
            Awaited awaited = new Awaited(room, migration(), trail, console);
            if (awaited.end(what, own) != ExitCode.DONE) {
                throw new IllegalTransition(what + " was given up");
            }
            return awaited.events();
        }
    }

    private Plan plan(ControlRoom room) {
        return StoredPlan.of(room.plane().state(migration()))
                .orElseThrow(() -> new IllegalTransition(
                        "Migration \"" + migration() + "\" is not under way. Run it to VERIFIED first."));
    }

    private void decide(ControlRoom room, Plan plan, Making making) {
        Origin origin = new Origin(
                new Actor(order.actor()),
                order.reason().orElseThrow(),
                UUID.randomUUID().toString());
        try (DataPlane data = PgDataPlane.open(plan, passwords)) {
            room.plane().execute(making.of(migration(), clock.instant(), () -> evidence(plan, data)), origin);
            Publishing.publish(room, plan, data);
        }
    }

    private Evidence evidence(Plan plan, DataPlane data) {
        Backlog backlog = data.changeLog()
                .backlog(plan.tables().stream().map(TablePlan::number).collect(Collectors.toSet()));
        return new Evidence(
                clock.instant(), backlog, ShadowReads.of(data.nodes().nodes()));
    }

    private static void refuseIfRefused(List<MigrationEvent> own) {
        for (MigrationEvent event : own) {
            if (event instanceof MigrationEvent.AdvanceRefused refused) {
                throw new IllegalTransition(
                        "Not yet: " + String.join("; ", refused.missing())
                                + ". Repeat the command when that is mended.",
                        refused.missing());
            }
        }
    }
}

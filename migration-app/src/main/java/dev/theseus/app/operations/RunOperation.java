package dev.theseus.app.operations;

import dev.theseus.app.alert.AlertSinks;
import dev.theseus.app.audit.Anchoring;
import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.cli.Operations.RunGoal;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.log.ProgramLog;
import dev.theseus.app.operations.StopSignal.Afterwards;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.report.ReportSchedule;
import dev.theseus.app.report.Reports;
import dev.theseus.app.run.DataPlane;
import dev.theseus.app.run.MigrationRun;
import dev.theseus.app.run.RunReport;
import dev.theseus.app.run.RunResult;
import dev.theseus.app.run.Screen;
import dev.theseus.app.status.Databases;
import dev.theseus.app.status.StatusLook;
import dev.theseus.app.trace.Tracing;
import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.process.RunLock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Carries a migration on in the foreground, alone: one process at a time runs a migration. */
final class RunOperation {

    private final Order order;
    private final Console console;
    private final Screen screen;
    private final ControlRooms rooms;
    private final Passwords passwords;
    private final InstantSource clock = InstantSource.system();

    /** Progress is no result: where results are wanted as JSON it goes to the standard error. */
    RunOperation(Order order, Console console, ControlRooms rooms) {
        this(
                order,
                console,
                Screen.on(
                        console.form() == Console.Form.JSON ? console.err() : console.out(),
                        console.screen() == Console.Screen.TERMINAL ? Screen.Kind.TERMINAL : Screen.Kind.PLAIN),
                rooms);
    }

    RunOperation(Order order, Console console, Screen screen) {
        this(order, console, screen, ControlRooms.OPENED);
    }

    RunOperation(Order order, Console console, Screen screen, ControlRooms rooms) {
        this.order = order;
        this.rooms = rooms;
        this.console = console;
        this.screen = screen;
        this.passwords = new Passwords(order.environment());
    }

    /** What is done with the run once it is composed. */
    @FunctionalInterface
    private interface Deed {
        RunResult of(MigrationRun run);
    }

    ExitCode run(RunGoal goal) {
        try (StopSignal signal = StopSignal.listen(Afterwards.END_PROGRAM)) {
            return finish(result(goal, signal), goal, signal);
        }
    }

    /**
     * The run alone, for callers that print for themselves.
     *
     * @throws BadInput if something speaks against the plan; that has been printed then
     */
    RunResult result(RunGoal goal) {
        try (StopSignal signal = StopSignal.listen(Afterwards.LEAVE_TO_CALLER)) {
            return result(goal, signal);
        }
    }

    /**
     * The same, for callers that stop the run themselves.
     *
     * @param begun is given the run before it begins
     */
    RunResult result(RunGoal goal, Consumer<MigrationRun> begun) {
        try (StopSignal signal = StopSignal.listen(Afterwards.LEAVE_TO_CALLER)) {
            return withRun("run and follow", signal, run -> {
                begun.accept(run);
                return run.until(goal.until());
            });
        }
    }

    private RunResult result(RunGoal goal, StopSignal signal) {
        String reason = goal.until().map(p -> "run until " + p).orElse("run and follow");
        return withRun(reason, signal, run -> run.until(goal.until()));
    }

    /** Takes everything of Theseus's off both databases. */
    ExitCode clean(RowDisposition rows) {
        try (StopSignal signal = StopSignal.listen(Afterwards.END_PROGRAM)) {
            RunResult result = withRun("clean", signal, run -> run.takeBack(rows));
            return finish(result, new RunGoal(Optional.of(Phase.PLANNED), Optional.empty()), signal);
        }
    }

    private RunResult withRun(String what, StopSignal signal, Deed deed) {
        try (ControlRoom room = rooms.of(order);
                RunLock.Held right = right(room)) {
            Plan plan = new PlanChoice(order, passwords, console)
                    .plan(room.plane().state(order.plan().migration()));
            return run(new Room(room, right), plan, what, signal, deed);
        }
    }

    private RunLock.Held right(ControlRoom room) {
        MigrationId migration = order.plan().migration();
        return room.runLock()
                .tryAcquire(migration)
                .orElseThrow(
                        () -> new IllegalTransition(
                                "Migration \"" + migration
                                        + "\" is being run by another process. `theseus status` shows how far it is; stop that one first."));
    }

    /** The control room, and the right to run the migration in it. */
    private record Room(ControlRoom control, RunLock.Held right) {}

    @SuppressWarnings("try") // anchors are kept, and reports sent, by themselves
    private RunResult run(Room room, Plan plan, String what, StopSignal signal, Deed deed) {
        RunId id = new RunId(UUID.randomUUID().toString());
        Origin origin = new Origin(new Actor(order.actor()), order.reason().orElse(what), id.value());
        room.control().startReadModels();
        try (ProgramLog.Scope log = ProgramLog.about(plan.id(), id.value());
                Anchoring anchoring = anchoring(room.control());
                RunStream stream = RunStream.start(room.control().plane(), order, plan.id());
                AlertSink alerts = AlertSinks.of(order.plan().alerts(), order.environment(), stream.alerts());
                ReportSchedule reports = reports(room.control(), alerts);
                Tracing tracing = Tracing.of(order.environment(), plan.id());
                DataPlane data = PgDataPlane.open(
                        plan, passwords, new PgDataPlane.Hooks(StoreChoice.of(order, plan), tracing.applies()))) {
            PlaneControl control = new PlaneControl(room.control().plane(), plan.id(), origin, room.right());
            MigrationRun.Watchers watchers = new MigrationRun.Watchers(screen, alerts, tracing.steps());
            MigrationRun run = new MigrationRun(id, plan, control, data, watchers, clock);
            signal.stops(run);
            return deed.of(run);
        }
    }

    private ReportSchedule reports(ControlRoom room, AlertSink alerts) {
        MigrationId migration = order.plan().migration();
        StatusLook look = new StatusLook(room, Databases.connectedForEach(passwords));
        return ReportSchedule.start(
                migration,
                order.plan().reports(),
                () -> room.plane().version(migration) == 0
                        ? Optional.empty()
                        : Optional.of(Reports.of(look.of(order.plan()), clock.instant())),
                alerts);
    }

    private Anchoring anchoring(ControlRoom room) {
        return Anchoring.start(
                room.auditChain(),
                order.plan().auditPlaces(order.file()),
                order.plan().audit().every(),
                clock);
    }

    private ExitCode finish(RunResult result, RunGoal goal, StopSignal signal) {
        RunReport report = RunReport.of(result);
        goal.report().ifPresent(file -> ReportFile.write(file, report));
        if (console.form() == Console.Form.JSON) {
            console.json(report);
        } else {
            report.lines().forEach(console::line);
        }
        ExitCode code = code(result, goal);
        signal.exitsWith(code);
        return code;
    }

    /** Data that differ are never 0, even where the plan lets some differ. */
    private static ExitCode code(RunResult result, RunGoal goal) {
        boolean followed = goal.until().isEmpty() && result.outcome() == RunOutcome.STOPPED;
        boolean differs = result.verification().filter(r -> r.divergences() > 0).isPresent();
        return (result.outcome() == RunOutcome.REACHED || followed) && !differs ? ExitCode.DONE : ExitCode.STOPPED;
    }
}

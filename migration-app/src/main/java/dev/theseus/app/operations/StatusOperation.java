package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.run.DataPlane;
import dev.theseus.app.run.StatusText;
import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.critical.CriticalNews;
import dev.theseus.domain.critical.OpenWrite;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.WayBack;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.stream.StreamLag;
import dev.theseus.messaging.stream.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows where a migration stands: what the events say, and how far copy and log are at this moment. */
final class StatusOperation {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Order order;
    private final Console console;
    private final Passwords passwords;

    StatusOperation(Order order, Console console) {
        this.order = order;
        this.console = console;
        this.passwords = new Passwords(order.environment());
    }

    /**
     * How things are at this moment, as far as the databases answer.
     *
     * @param unknown why there are no figures, empty if there are
     */
    private record Live(
            Map<TableName, CopyProgress> copies,
            Optional<Backlog> log,
            List<NodeBeat> nodes,
            AuthorityStatus.Measured authority,
            List<OpenWrite> criticalWrites,
            Optional<String> unknown) {

        static Live nothing(Optional<String> unknown) {
            return new Live(
                    Map.of(), Optional.empty(), List.of(), AuthorityStatus.Measured.NOTHING, List.of(), unknown);
        }
    }

    /** As it is printed. */
    private record Status(
            MigrationStatus migration,
            Optional<AuthorityStatus> authority,
            Map<TableName, CopyProgress> copies,
            Optional<Backlog> log,
            List<NodeBeat> nodes,
            List<OpenWrite> criticalWrites,
            Optional<StreamLag> eventStream,
            Optional<String> unknown) {}

    ExitCode show() throws InterruptedException {
        MigrationId migration = order.plan().migration();
        try (ControlRoom room = ControlRooms.of(order)) {
            MigrationStatus status = status(room, migration);
            MigrationState state = room.plane().state(migration);
            Live live = StoredPlan.of(state).map(plan -> live(plan, state)).orElse(Live.nothing(Optional.empty()));
            Optional<AuthorityStatus> authority = AuthorityStatus.of(state, live.authority());
            Optional<StreamLag> stream =
                    order.plan().stream().map(s -> room.streamProgress().lag(EventStream.nameOf(migration), migration));
            if (console.form() == Console.Form.JSON) {
                console.json(new Status(
                        status,
                        authority,
                        live.copies(),
                        live.log(),
                        live.nodes(),
                        live.criticalWrites(),
                        stream,
                        live.unknown()));
            } else {
                StatusText.lines(status, live.copies(), live.log()).forEach(console::line);
                authority.ifPresent(a -> a.lines().forEach(console::line));
                live.nodes().forEach(n -> console.line(StatusText.node(n)));
                live.criticalWrites().forEach(w -> console.line(StatusText.criticalWrite(w)));
                stream.ifPresent(s -> console.line(StatusText.eventStream(s)));
                live.unknown().ifPresent(console::line);
            }
        }
        return ExitCode.DONE;
    }

    private static MigrationStatus status(ControlRoom room, MigrationId migration) throws InterruptedException {
        List<AuditEntry> trail = room.plane().audit(migration);
        if (trail.isEmpty()) {
            throw new IllegalTransition(
                    "There is no migration \"" + migration + "\" in this control database yet. Run its plan first.");
        }
        room.startReadModels();
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            Optional<MigrationStatus> status = room.readModels()
                    .status(migration)
                    .filter(s -> s.standing().sequence() >= trail.getLast().sequence());
            if (status.isPresent()) {
                return status.get();
            }
            Thread.sleep(LOOK);
        }
        return room.readModels()
                .status(migration)
                .orElseThrow(() -> new IllegalTransition("The status of migration \"" + migration
                        + "\" has not been made from its events yet. Ask again in a moment."));
    }

    /** Entries of the other tables are held, and say nothing of the relay. */
    private static Set<Integer> copied(Plan plan, Map<TableName, CopyProgress> copies) {
        return plan.tables().stream()
                .filter(t -> copies.getOrDefault(t.old(), CopyProgress.NOT_OPEN).state() == CopyProgress.State.COMPLETE)
                .map(TablePlan::number)
                .collect(Collectors.toSet());
    }

    private Live live(Plan plan, MigrationState state) {
        try (DataPlane data = PgDataPlane.open(plan, passwords)) {
            Map<TableName, CopyProgress> copies = data.backfill().progress();
            Backlog backlog = data.changeLog().backlog(copied(plan, copies));
            return new Live(
                    copies,
                    Optional.of(backlog),
                    data.nodes().nodes(),
                    authority(plan, state, data, backlog),
                    data.criticalWrites(CriticalNews.NONE).open(),
                    Optional.empty());
        } catch (DatabaseUnavailable | DatabaseRefused e) {
            return Live.nothing(Optional.of("No figures of this moment: " + e.getMessage()));
        }
    }

    private static AuthorityStatus.Measured authority(
            Plan plan, MigrationState state, DataPlane data, Backlog backlog) {
        if (Migration.phase(state)
                .filter(p -> PhaseTable.hasReached(p, Phase.VERIFIED))
                .isEmpty()) {
            return AuthorityStatus.Measured.NOTHING;
        }
        WayBack.Measured measured =
                new WayBack.Measured(backlog, Optional.of(data.oldHealth().look()));
        return new AuthorityStatus.Measured(
                Optional.of(data.handover().look()),
                Optional.of(data.fencing().state(plan.tables())),
                Optional.of(WayBack.of(state, measured, Instant.now())));
    }
}

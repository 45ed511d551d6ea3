package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.run.ComparisonText;
import dev.theseus.app.run.DataPlane;
import dev.theseus.app.status.StoredPlan;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;

/** Compares both databases now, beside whatever else runs, and puts what was found on record. */
final class VerifyOperation {

    private final Order order;
    private final Console console;
    private final ControlRooms rooms;
    private final Passwords passwords;

    VerifyOperation(Order order, Console console) {
        this(order, console, ControlRooms.OPENED);
    }

    VerifyOperation(Order order, Console console, ControlRooms rooms) {
        this.order = order;
        this.console = console;
        this.rooms = rooms;
        this.passwords = new Passwords(order.environment());
    }

    ExitCode verify() throws InterruptedException {
        VerificationReport report = report();
        if (console.form() == Console.Form.JSON) {
            console.json(report);
        }
        return report.verdict() == Verdict.EQUAL ? ExitCode.DONE : ExitCode.STOPPED;
    }

    /** What was found; it is on record. */
    VerificationReport report() throws InterruptedException {
        MigrationId migration = order.plan().migration();
        try (ControlRoom room = rooms.of(order)) {
            Plan plan = comparable(room.plane().state(migration));
            Instant began = InstantSource.system().instant();
            VerificationReport report = compare(plan);
            room.plane()
                    .execute(
                            new MigrationCommand.ReportVerification(
                                    migration,
                                    InstantSource.system().instant(),
                                    began,
                                    VerificationSummary.of(
                                            report, InstantSource.system().instant())),
                            new Origin(
                                    new Actor(order.actor()),
                                    order.reason().orElse("verify"),
                                    UUID.randomUUID().toString()));
            publish(room, plan);
            return report;
        }
    }

    /** What was found may have taken everybody off new. */
    private void publish(ControlRoom room, Plan plan) {
        try (DataPlane data = PgDataPlane.open(plan, passwords)) {
            var unused = Publishing.publish(room, plan, data);
        }
    }

    /** Before the tables are copied a comparison could only say that they are not. */
    private Plan comparable(MigrationState state) {
        Phase phase = Migration.phase(state).orElse(Phase.PLANNED);
        if (!PhaseTable.hasReached(phase, Phase.CATCHING_UP)) {
            throw new IllegalTransition("Migration \"" + order.plan().migration() + "\" is in phase " + phase
                    + "; there is something to compare from phase CATCHING_UP on. Run it first.");
        }
        return StoredPlan.of(state).orElseThrow();
    }

    private VerificationReport compare(Plan plan) throws InterruptedException {
        Consumer<TableComparison> print = console.form() == Console.Form.JSON
                ? t -> {}
                : t -> ComparisonText.lines(t).forEach(console::line);
        try (DataPlane data = PgDataPlane.open(plan, passwords, StoreChoice.of(order, plan))) {
            // where another process relays, this one stands by
            data.relay().start();
            return data.verification().verify(plan.tables(), print);
        }
    }
}

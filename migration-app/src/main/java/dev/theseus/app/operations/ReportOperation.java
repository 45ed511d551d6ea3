package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.cli.Operations.ReportForm;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.report.MigrationReport;
import dev.theseus.app.report.ReportPages;
import dev.theseus.app.report.Reports;
import dev.theseus.app.status.Databases;
import dev.theseus.app.status.StatusLook;
import java.time.InstantSource;

/** Prints a report for people who don't run the migration. */
final class ReportOperation {

    private final Order order;
    private final Console console;
    private final ControlRooms rooms;

    ReportOperation(Order order, Console console, ControlRooms rooms) {
        this.order = order;
        this.console = console;
        this.rooms = rooms;
    }

    ExitCode print(ReportForm form) throws InterruptedException {
        try (ControlRoom room = rooms.of(order)) {
            Databases databases = Databases.connectedForEach(new Passwords(order.environment()));
            MigrationReport report = Reports.of(
                    new StatusLook(room, databases).of(order.plan()),
                    InstantSource.system().instant());
            switch (form) {
                case MARKDOWN -> console.out().print(ReportPages.markdown(report));
                case HTML -> console.out().print(ReportPages.html(report));
                case JSON -> console.json(report);
            }
            console.out().flush();
        }
        return ExitCode.DONE;
    }
}

package dev.theseus.messaging.process;

import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.Order;
import dev.theseus.domain.process.WorkCrew;
import dev.theseus.messaging.deadline.Deadline;
import dev.theseus.messaging.deadline.Deadlines;
import dev.theseus.messaging.store.AxonStores;
import java.time.InstantSource;
import java.util.List;

/** The desk of one run: work goes to its crew, commands to the mail, deadlines into the control database. */
final class RunDesk implements Desk, AutoCloseable {

    private final RunId run;
    private final WorkCrew crew;
    private final Mail mail;
    private final Deadlines deadlines;

    private RunDesk(RunId run, WorkCrew crew, Mail mail, Deadlines deadlines) {
        this.run = run;
        this.crew = crew;
        this.mail = mail;
        this.deadlines = deadlines;
    }

    /** Begins to hear of the migration's deadlines. */
    static RunDesk open(MigrationId migration, RunId run, WorkCrew crew, Mail mail, AxonStores stores) {
        InstantSource clock = InstantSource.system();
        Deadlines deadlines = stores.deadlines("migration-" + migration, (deadline, at) -> {
            String process = deadline.subject();
            // not from here: as long as this call lasts, the process could not move the deadline
            mail.post(
                    process,
                    new MigrationCommand.NoteDeadline(migration, clock.instant(), process, deadline.purpose()));
        });
        return new RunDesk(run, crew, mail, deadlines);
    }

    /** After a crash old events are heard first: a command or a deadline that followed from them is out of date. */
    @Override
    public void pass(MigrationId of, String process, RunId orderingRun, List<Order> orders) {
        for (Order order : orders) {
            switch (order) {
                case Order.Do o -> crew.order(of, process, orderingRun, o.work());
                case Order.Send o -> {
                    if (run.equals(orderingRun)) {
                        mail.post(process, o.command());
                    }
                }
                case Order.Wake o -> {
                    if (run.equals(orderingRun)) {
                        mail.post(() -> deadlines.schedule(new Deadline(process, o.deadline()), o.at()));
                    }
                }
                case Order.Forget o -> {
                    if (run.equals(orderingRun)) {
                        mail.post(() -> deadlines.cancel(new Deadline(process, o.deadline())));
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        mail.close();
        deadlines.close();
    }
}

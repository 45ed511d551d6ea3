package dev.theseus.messaging.process;

import static dev.theseus.messaging.Shop.ANNA;
import static dev.theseus.messaging.Shop.ID;
import static dev.theseus.messaging.Shop.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.process.Work;
import dev.theseus.messaging.ControlPlane;
import dev.theseus.messaging.Shop;
import dev.theseus.messaging.TestControlDatabase;
import dev.theseus.messaging.TestPools;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run in a process of its own is killed; another one goes on from where it was. */
class KilledRunTest {

    private static final RunId FIRST = new RunId("first");
    private static final RunId SECOND = new RunId("second");

    private final TestControlDatabase database = TestControlDatabase.create();

    record Order(RunId run, Work work) {}

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void the_next_run_orders_the_work_of_the_phase_that_the_killed_one_was_in() throws Exception {
        killAfter("order first InstallCapture[]", "obey");
        List<Order> orders = new CopyOnWriteArrayList<>();
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            plane.startProcesses(ID, SECOND, (migration, process, run, work) -> orders.add(new Order(run, work)));
            plane.execute(new MigrationCommand.BeginRun(ID, NOON, SECOND, Optional.empty()), ANNA);

            // the claim of the dead process does not have to time out first
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> orders.contains(new Order(SECOND, new Work.InstallCapture())));
            assertThat(orders).filteredOn(order -> order.run().equals(SECOND)).hasSize(1);

            plane.execute(new MigrationCommand.ReportCaptured(ID, NOON, Shop.USERS), ANNA);
            plane.execute(new MigrationCommand.ReportCaptured(ID, NOON, Shop.ORDERS), ANNA);
            await().until(() -> orders.contains(new Order(SECOND, new Work.Enter(Phase.CAPTURING))));
        }
        assertThat(database.texts("SELECT saga_id FROM theseus_control.saga")).hasSize(3);
    }

    @Test
    void what_happened_while_nobody_listened_is_heard_first_under_the_old_run() throws Exception {
        killAfter("order first Prepare[]", "listen");
        List<Order> orders = new CopyOnWriteArrayList<>();
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            // reported, but the process died before it heard of it
            plane.execute(new MigrationCommand.ReportPrepared(ID, NOON), ANNA);
            plane.startProcesses(ID, SECOND, (migration, process, run, work) -> orders.add(new Order(run, work)));
            plane.execute(new MigrationCommand.BeginRun(ID, NOON, SECOND, Optional.empty()), ANNA);

            // what was reported is not ordered again: nobody would report it a second time
            await().until(() -> orders.contains(new Order(SECOND, new Work.Enter(Phase.PREPARED))));
            assertThat(orders)
                    .filteredOn(order -> order.run().equals(FIRST))
                    .contains(new Order(FIRST, new Work.Enter(Phase.PREPARED)));
        }
    }

    private void killAfter(String line, String manner) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        database.url(),
                        manner))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader says = process.inputReader()) {
            String said = says.readLine();
            while (said != null && !said.equals(line)) {
                said = says.readLine();
            }
            assertThat(said).isEqualTo(line);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    /** What the killed process runs: begins a run, and does the work that it is ordered as far as {@code PREPARED}. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws InterruptedException {
            ControlPlane plane = ControlPlane.open(TestPools.open(arguments[0]));
            plane.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
            plane.startProcesses(ID, FIRST, (migration, process, run, work) -> {
                System.out.println("order " + run.value() + " " + work);
                System.out.flush();
                if (arguments[1].equals("obey")) {
                    Thread.ofVirtual().start(() -> obey(plane, work));
                }
            });
            plane.execute(new MigrationCommand.BeginRun(ID, NOON, FIRST, Optional.empty()), ANNA);
            Thread.currentThread().join();
        }

        private static void obey(ControlPlane plane, Work work) {
            if (work instanceof Work.Prepare) {
                plane.execute(new MigrationCommand.ReportPrepared(ID, NOON), ANNA);
            } else if (work instanceof Work.Enter(Phase phase)) {
                Evidence evidence = new Evidence(NOON, Backlog.EMPTY);
                plane.execute(new MigrationCommand.Advance(ID, NOON, phase, evidence), ANNA);
            }
        }
    }
}

package dev.theseus.messaging;

import static dev.theseus.messaging.Shop.ANNA;
import static dev.theseus.messaging.Shop.ID;
import static dev.theseus.messaging.Shop.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlPlaneTest {

    private final TestControlDatabase database = TestControlDatabase.create();
    private final ControlPlane plane = ControlPlane.open(database.source());

    @AfterEach
    void close() {
        plane.close();
        database.close();
    }

    @Test
    void what_was_decided_is_still_known_to_another_process() {
        plane.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
        plane.execute(new MigrationCommand.Pause(ID, NOON), ANNA);

        try (ControlPlane other = ControlPlane.open(database.source())) {
            assertThat(other.state(ID)).isInstanceOf(Paused.class);
            assertThat(Migration.phase(other.state(ID))).contains(Phase.PLANNED);
        }
    }

    @Test
    void a_refusal_comes_out_as_the_domain_made_it_and_leaves_no_trace() {
        assertThatThrownBy(() -> plane.execute(new MigrationCommand.Pause(ID, NOON), ANNA))
                .isExactlyInstanceOf(IllegalTransition.class)
                .hasMessageContaining("There is no migration \"shop\"");
        assertThat(plane.audit(ID)).isEmpty();
        assertThat(plane.state(ID)).isEqualTo(Migration.INITIAL);
    }

    @Test
    void a_repeated_command_adds_nothing() {
        plane.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
        plane.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);

        assertThat(plane.audit(ID)).hasSize(1);
    }

    @Test
    void the_trail_says_who_did_what_and_why() {
        plane.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
        plane.execute(new MigrationCommand.Pause(ID, NOON.plusSeconds(1)), ANNA);

        AuditEntry paused = plane.audit(ID).getLast();
        assertThat(paused.sequence()).isEqualTo(1);
        assertThat(paused.at()).isEqualTo(NOON.plusSeconds(1));
        assertThat(paused.cause().origin()).isEqualTo(ANNA);
        assertThat(paused.cause().command()).isEqualTo("pause");
        assertThat(paused.what().name()).isEqualTo("migration.paused");
        assertThat(paused.what().json()).isEqualTo("{\"at\":\"2025-03-01T12:00:01Z\",\"migration\":\"shop\"}");
    }

    @Test
    void no_java_class_name_is_stored() {
        List<Work> orders = new CopyOnWriteArrayList<>();
        plane.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
        plane.startProcesses(ID, new RunId("r1"), (migration, process, run, work) -> orders.add(work));
        plane.execute(new MigrationCommand.BeginRun(ID, NOON, new RunId("r1"), Optional.empty()), ANNA);
        await().until(() -> !orders.isEmpty());
        plane.close();

        String everything = String.join("\n", database.texts("""
                        SELECT e::text || convert_from(payload, 'UTF8') || convert_from(meta_data, 'UTF8')
                        FROM theseus_control.event e
                        UNION ALL SELECT t::text || coalesce(convert_from(token, 'UTF8'), '') FROM theseus_control.token t
                        UNION ALL SELECT s::text || convert_from(serialized_saga, 'UTF8') FROM theseus_control.saga s
                        UNION ALL SELECT a::text FROM theseus_control.saga_association a
                        """));
        assertThat(everything).contains("migration.planned", "process.backfill", "token.gap-aware");
        assertThat(everything).doesNotContain("dev.theseus", "org.axonframework", "java.");
    }

    @Test
    void the_process_orders_the_work_of_a_run() {
        List<Work> orders = new CopyOnWriteArrayList<>();
        plane.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
        plane.startProcesses(ID, new RunId("r1"), (migration, process, run, work) -> orders.add(work));
        plane.execute(new MigrationCommand.BeginRun(ID, NOON, new RunId("r1"), Optional.empty()), ANNA);

        await().untilAsserted(() -> assertThat(orders).containsExactly(new Work.Prepare()));

        plane.execute(new MigrationCommand.ReportPrepared(ID, NOON), ANNA);
        await().untilAsserted(
                        () -> assertThat(orders).containsExactly(new Work.Prepare(), new Work.Enter(Phase.PREPARED)));
    }

    @Test
    void the_process_hears_of_another_process_within_a_quarter_of_a_second() {
        List<Work> orders = new CopyOnWriteArrayList<>();
        plane.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
        plane.startProcesses(ID, new RunId("r1"), (migration, process, run, work) -> orders.add(work));
        plane.execute(new MigrationCommand.BeginRun(ID, NOON, new RunId("r1"), Optional.empty()), ANNA);
        await().until(() -> orders.size() == 1);

        try (ControlPlane other = ControlPlane.open(database.source())) {
            other.execute(new MigrationCommand.Pause(ID, NOON), ANNA);
            await().atMost(Duration.ofSeconds(2)).until(() -> orders.contains(new Work.Hold()));
        }
    }

    @Test
    void each_process_hears_only_of_its_own_migration() {
        MigrationId library = new MigrationId("library");
        List<MigrationId> shop = new CopyOnWriteArrayList<>();
        List<MigrationId> books = new CopyOnWriteArrayList<>();
        plane.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
        plane.execute(new MigrationCommand.PlanMigration(library, NOON, Shop.plan(library)), ANNA);
        plane.startProcesses(ID, new RunId("r1"), (migration, process, run, work) -> shop.add(migration));
        plane.startProcesses(library, new RunId("r2"), (migration, process, run, work) -> books.add(migration));

        plane.execute(new MigrationCommand.BeginRun(ID, NOON, new RunId("r1"), Optional.empty()), ANNA);
        plane.execute(new MigrationCommand.BeginRun(library, NOON, new RunId("r2"), Optional.empty()), ANNA);

        await().untilAsserted(() -> assertThat(shop).containsExactly(ID));
        await().untilAsserted(() -> assertThat(books).containsExactly(library));
    }
}

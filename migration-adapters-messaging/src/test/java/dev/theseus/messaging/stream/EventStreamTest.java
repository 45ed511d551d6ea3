package dev.theseus.messaging.stream;

import static dev.theseus.messaging.Shop.ANNA;
import static dev.theseus.messaging.Shop.ID;
import static dev.theseus.messaging.Shop.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.alert.Alert;
import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.alert.Notice;
import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.messaging.ControlPlane;
import dev.theseus.messaging.Shop;
import dev.theseus.messaging.TestControlDatabase;
import dev.theseus.messaging.stream.Heard.Told;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventStreamTest {

    private static final MigrationId LIBRARY = new MigrationId("library");

    /** Beyond the time that a failed try takes. */
    private static final int AWAY_SECONDS = Integer.getInteger("theseus.away", 0);

    private final TestControlDatabase database = TestControlDatabase.create();

    @AfterAll
    static void closeBroker() throws Exception {
        TestBroker.close();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static void plan(ControlPlane plane, MigrationId migration) {
        plane.execute(new MigrationCommand.PlanMigration(migration, NOON, Shop.plan(migration)), ANNA);
    }

    /** Adds an event each. */
    private static void happen(ControlPlane plane, MigrationId migration, int events) {
        for (int i = 0; i < events; i++) {
            plane.execute(new MigrationCommand.ReportFailure(migration, NOON, "work " + i, "because"), ANNA);
        }
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(0, last).boxed().toList();
    }

    @Test
    void an_event_arrives_as_a_cloud_event_with_its_origin() {
        StreamSettings settings = TestBroker.topic("form");
        try (ControlPlane plane = ControlPlane.open(database.source());
                Heard heard = new Heard("form")) {
            plan(plane, ID);
            plane.execute(new MigrationCommand.Pause(ID, NOON), new Origin(ANNA.actor(), "Zürich\nis asleep", "run-1"));
            plane.startEventStream(ID, settings);

            Told paused = heard.until(ID.value(), 1).getLast();

            AuditEntry kept = plane.audit(ID).getLast();
            assertThat(paused.data()).isEqualTo(kept.what().json());
            assertThat(paused.headers())
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_type", "dev.theseus.migration.paused.v1")
                    .containsEntry("ce_source", "urn:theseus:migration:shop")
                    .containsEntry("ce_subject", "shop")
                    .containsEntry("ce_partitionkey", "shop")
                    .containsEntry("ce_time", "2025-03-01T12:00:00Z")
                    .containsEntry("ce_sequence", "1")
                    .containsEntry("ce_actor", "anna")
                    .containsEntry("ce_reason", "Zürich is asleep")
                    .containsEntry("ce_correlationid", "run-1")
                    .containsEntry("ce_command", "pause")
                    .containsEntry("content-type", "application/json")
                    .doesNotContainKey("ce_clearcaches");
            assertThat(paused.header("ce_id"))
                    .isEqualTo(database.texts(
                                    "SELECT event_identifier FROM theseus_control.event" + " WHERE sequence_number = 1")
                            .getFirst());
        }
    }

    @Test
    void caches_elsewhere_are_told_when_to_forget() {
        StreamSettings settings = TestBroker.topic("caches");
        try (ControlPlane plane = ControlPlane.open(database.source());
                Heard heard = new Heard("caches")) {
            plan(plane, ID);
            plane.startEventStream(ID, settings);
            plane.execute(new MigrationCommand.RollBack(ID, NOON, RowDisposition.KEEP), ANNA);

            List<Told> all = heard.until(ID.value(), plane.version(ID) - 1);

            assertThat(all)
                    .filteredOn(r -> r.header("ce_clearcaches").equals("WENT_BACK"))
                    .extracting(r -> r.header("ce_type"))
                    .containsExactly("dev.theseus.migration.rollback-began.v1");
        }
    }

    @Test
    void two_migrations_come_each_in_its_own_order_and_each_in_one_partition() {
        StreamSettings settings = TestBroker.topic("two");
        try (ControlPlane plane = ControlPlane.open(database.source());
                Heard heard = new Heard("two")) {
            plan(plane, ID);
            plane.startEventStream(ID, settings);
            plane.startEventStream(LIBRARY, settings);
            plan(plane, LIBRARY);
            for (int i = 0; i < 10; i++) {
                happen(plane, ID, 1);
                happen(plane, LIBRARY, 2);
            }

            List<Told> shop = heard.until(ID.value(), 10);
            List<Told> library = heard.until(LIBRARY.value(), 20);

            assertThat(shop).extracting(Told::sequence).containsExactlyElementsOf(upTo(10));
            assertThat(library).extracting(Told::sequence).containsExactlyElementsOf(upTo(20));
            assertThat(shop)
                    .extracting(Told::partition)
                    .containsOnly(shop.getFirst().partition());
            assertThat(library)
                    .extracting(Told::partition)
                    .containsOnly(library.getFirst().partition());
        }
    }

    @Test
    void what_happened_last_is_published_before_the_end() {
        StreamSettings settings = TestBroker.topic("end");
        try (Heard heard = new Heard("end")) {
            try (ControlPlane plane = ControlPlane.open(database.source())) {
                plan(plane, ID);
                plane.startEventStream(ID, settings);
                heard.until(ID.value(), 0);
                happen(plane, ID, 3);
            }
            try (ControlPlane plane = ControlPlane.open(database.source())) {
                happen(plane, ID, 1);
                assertThat(heard.until(ID.value(), 3))
                        .extracting(Told::sequence)
                        .containsExactly(0L, 1L, 2L, 3L);
                plane.startEventStream(ID, settings);
                assertThat(heard.until(ID.value(), 4)).hasSize(5);
            }
        }
    }

    @Test
    void a_stop_after_an_event_was_sent_and_before_its_place_was_kept_repeats_it_and_loses_none() {
        StreamSettings settings = TestBroker.topic("crash");
        try (Heard heard = new Heard("crash")) {
            try (ControlPlane plane = ControlPlane.open(database.source())) {
                plan(plane, ID);
                plane.startEventStream(ID, settings);
                heard.until(ID.value(), 0);
                database.execute("""
                        CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''planted''; END';
                        CREATE TRIGGER planted BEFORE UPDATE ON theseus_control.token FOR EACH ROW
                            WHEN (NEW.token IS DISTINCT FROM OLD.token) EXECUTE FUNCTION planted();
                        """);
                happen(plane, ID, 2);
                heard.until(ID.value(), 1);
            }
            database.execute("DROP TRIGGER planted ON theseus_control.token");
            try (ControlPlane plane = ControlPlane.open(database.source())) {
                plane.startEventStream(ID, settings);
                happen(plane, ID, 2);

                List<Told> all = heard.until(ID.value(), 4);

                assertThat(all).filteredOn(r -> r.sequence() == 1).hasSizeGreaterThan(1);
                assertThat(all.stream().filter(r -> r.sequence() == 1).map(r -> r.header("ce_id")))
                        .containsOnly(all.get(1).header("ce_id"));
                assertThat(Heard.withoutRepeats(all)).isEqualTo(upTo(4));
                assertThat(all).extracting(Told::sequence).isSortedAccordingTo(EventStreamTest::neverPassingAnother);
            }
        }
    }

    /** A repeated stretch may begin again at an earlier event; what is new comes one after the other. */
    private static int neverPassingAnother(long before, long after) {
        return after <= before + 1 ? -1 : 1;
    }

    @Test
    void a_broker_that_is_away_holds_nobody_up_and_hears_everything_in_order_afterwards() throws Exception {
        StreamSettings settings = TestBroker.topic("away");
        try (ControlPlane plane = ControlPlane.open(database.source());
                AlertSink alerts = EventStream.alerts(settings, ID);
                Heard heard = new Heard("away")) {
            plan(plane, ID);
            plane.startEventStream(ID, settings);
            heard.until(ID.value(), 0);
            TestBroker.goAway();
            try {
                happenUnhindered(plane, 20);
                alerts.tell(notice("while it was away"));
                awaitAFailedTry();
                happenUnhindered(plane, 20);
                for (int second = 0; second < AWAY_SECONDS; second++) {
                    happenUnhindered(plane, 5);
                    TimeUnit.SECONDS.sleep(1);
                }
            } finally {
                TestBroker.comeBack();
            }
            happen(plane, ID, 1);

            long version = plane.version(ID);
            assertThat(version).isEqualTo(42 + 5L * AWAY_SECONDS);
            List<Told> all = heard.until((int) version + 1);

            assertThat(Heard.withoutRepeats(all.stream()
                            .filter(r -> !r.header("ce_sequence").isEmpty())
                            .toList()))
                    .isEqualTo(upTo(version - 1));
            assertThat(all)
                    .filteredOn(r -> r.header("ce_type").equals(AlertRecords.TYPE))
                    .isNotEmpty();
        }
    }

    private static void happenUnhindered(ControlPlane plane, int events) {
        long began = System.nanoTime();
        happen(plane, ID, events);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    /** The publisher gives its claim back when a try fails. */
    private void awaitAFailedTry() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.texts("SELECT owner FROM theseus_control.token"
                                        + " WHERE processor_name = 'event-stream-shop' AND owner IS NULL")
                                .size()
                        == 1);
    }

    private static Notice notice(String text) {
        return Notice.of(ID, NOON, new Alert(Alert.Kind.CUTOVER, Alert.Severity.WARNING, text));
    }

    @Test
    void an_alert_arrives_as_a_cloud_event_of_a_type_of_its_own() {
        StreamSettings settings = TestBroker.topic("alerts");
        try (Heard heard = new Heard("alerts")) {
            try (AlertSink alerts = EventStream.alerts(settings, ID)) {
                alerts.tell(notice("authority did not move"));
            }

            Told alert = heard.until(1).getFirst();

            assertThat(alert.key()).isEqualTo("shop");
            assertThat(alert.headers())
                    .containsEntry("ce_type", "dev.theseus.alert.v1")
                    .containsEntry("ce_severity", "WARNING")
                    .containsEntry("ce_alertkind", "CUTOVER");
            JsonNode expected = JsonMapper.shared()
                    .valueToTree(Map.of(
                            "migration", "shop",
                            "at", "2025-03-01T12:00:00Z",
                            "kind", "CUTOVER",
                            "severity", "WARNING",
                            "text", "authority did not move",
                            "keptBack", 0,
                            "runbook", "runbooks.md#cutover"));
            assertThat(JsonMapper.shared().readTree(alert.data())).isEqualTo(expected);
        }
    }
}

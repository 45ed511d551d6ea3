package dev.theseus.messaging.projection;

import static dev.theseus.messaging.Shop.ANNA;
import static dev.theseus.messaging.Shop.ID;
import static dev.theseus.messaging.Shop.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.readmodel.ReadModels;
import dev.theseus.messaging.ControlPlane;
import dev.theseus.messaging.Shop;
import dev.theseus.messaging.TestControlDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadModelFeedTest {

    private final TestControlDatabase database = TestControlDatabase.create();
    private final Recorded recorded = new Recorded();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void every_event_arrives_with_its_place_and_its_origin() {
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            plane.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
            plane.startReadModels(recorded);
            plane.execute(new MigrationCommand.Pause(ID, NOON), ANNA);

            await().untilAsserted(() -> assertThat(recorded.entries).isEqualTo(plane.audit(ID)));
            assertThat(recorded.entries).extracting(AuditEntry::sequence).containsExactly(0L, 1L);
        }
    }

    @Test
    void what_was_delivered_before_a_stop_is_not_delivered_again() {
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            plane.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
            plane.startReadModels(recorded);
            await().until(() -> recorded.entries.size() == 1);
        }
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            plane.startReadModels(recorded);
            plane.execute(new MigrationCommand.Pause(ID, NOON), ANNA);
            await().until(() -> recorded.entries.size() > 1);
        }
        assertThat(recorded.entries).extracting(AuditEntry::sequence).containsExactly(0L, 1L);
    }

    @Test
    void an_event_that_could_not_be_kept_is_delivered_again_before_the_next() {
        recorded.failures.set(1);
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            plane.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
            plane.execute(new MigrationCommand.Pause(ID, NOON), ANNA);
            plane.startReadModels(recorded);

            await().atMost(Duration.ofSeconds(15)).until(() -> recorded.entries.size() == 2);
        }
        assertThat(recorded.failures).hasValue(0);
        assertThat(recorded.entries).extracting(AuditEntry::sequence).containsExactly(0L, 1L);
    }

    @Test
    void of_two_processes_one_delivers() {
        try (ControlPlane one = ControlPlane.open(database.source());
                ControlPlane two = ControlPlane.open(database.source())) {
            one.startReadModels(recorded);
            one.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
            await().until(() -> recorded.entries.size() == 1);
            two.startReadModels(recorded);
            two.execute(new MigrationCommand.Pause(ID, NOON), ANNA);
            one.execute(new MigrationCommand.Resume(ID, NOON), ANNA);

            await().until(() -> recorded.entries.size() >= 3);
        }
        assertThat(recorded.entries).extracting(AuditEntry::sequence).containsExactly(0L, 1L, 2L);
    }

    private static final class Recorded implements ReadModels {

        private final List<AuditEntry> entries = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures = new AtomicInteger();

        @Override
        public void record(AuditEntry entry, MigrationEvent event) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("planted");
            }
            entries.add(entry);
        }

        @Override
        public Optional<MigrationStatus> status(MigrationId migration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<MigrationStatus> all() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<AuditEntry> trail(MigrationId migration, long from, int limit) {
            throw new UnsupportedOperationException();
        }
    }
}

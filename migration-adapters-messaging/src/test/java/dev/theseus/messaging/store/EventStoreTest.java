package dev.theseus.messaging.store;

import static dev.theseus.messaging.Shop.ANNA;
import static dev.theseus.messaging.Shop.ID;
import static dev.theseus.messaging.Shop.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.messaging.Shop;
import dev.theseus.messaging.TestControlDatabase;
import dev.theseus.messaging.migration.AxonMigrations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class EventStoreTest {

    private final TestControlDatabase database = TestControlDatabase.create();
    private final List<AxonStores> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(AxonStores::close);
        database.close();
    }

    private AxonStores open(SingleEventUpcaster... upcasters) {
        AxonStores stores = new AxonStores(database.source(), List.of(), new EventUpcasterChain(upcasters));
        opened.add(stores);
        return stores;
    }

    @Test
    void an_append_that_is_rolled_back_between_two_others_neither_stalls_nor_skips() throws Exception {
        AxonStores stores = open();
        AxonMigrations migrations = new AxonMigrations(stores.events());
        migrations.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);

        assertThatThrownBy(() -> stores.transactions().executeInTransaction(() -> {
                    stores.events().publish(event(new MigrationEvent.MigrationPaused(ID, NOON), 1));
                    // after the event is written, before the transaction commits
                    CurrentUnitOfWork.get().onPrepareCommit(work -> {
                        throw new IllegalStateException("planted");
                    });
                }))
                .hasMessage("planted");
        migrations.execute(new MigrationCommand.Pause(ID, NOON), ANNA);

        assertThat(database.texts("SELECT global_index FROM theseus_control.event ORDER BY 1"))
                .containsExactly("1", "3");
        try (BlockingStream<TrackedEventMessage<?>> stream = stores.events().openStream(null)) {
            assertThat(stream.nextAvailable().getPayload()).isInstanceOf(MigrationEvent.MigrationPlanned.class);
            assertThat(stream.hasNextAvailable(2, TimeUnit.SECONDS)).isTrue();
            TrackedEventMessage<?> paused = stream.nextAvailable();
            assertThat(paused.getPayload()).isInstanceOf(MigrationEvent.MigrationPaused.class);
            assertThat(((GapAwareTrackingToken) paused.trackingToken()).getGaps())
                    .containsExactly(2L);
        }
    }

    private static DomainEventMessage<MigrationEvent> event(MigrationEvent event, long sequence) {
        return new GenericDomainEventMessage<>(
                "MigrationAggregate", event.migration().value(), sequence, event);
    }

    @Test
    void an_append_that_commits_late_is_not_skipped() throws Exception {
        AxonStores stores = open();
        AxonMigrations migrations = new AxonMigrations(stores.events());
        migrations.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
        try (Connection slow = DriverManager.getConnection(database.url());
                BlockingStream<TrackedEventMessage<?>> stream = stores.events().openStream(null)) {
            slow.setAutoCommit(false);
            try (Statement statement = slow.createStatement()) {
                statement.execute("""
                        INSERT INTO theseus_control.event (aggregate_identifier, sequence_number, type, event_identifier,
                            meta_data, payload, payload_revision, payload_type, time_stamp)
                        SELECT 'library', 0, type, 'late', meta_data, payload, payload_revision, payload_type, time_stamp
                        FROM theseus_control.event WHERE sequence_number = 0
                        """);
            }
            migrations.execute(new MigrationCommand.Pause(ID, NOON), ANNA);
            assertThat(stream.nextAvailable().getPayload()).isInstanceOf(MigrationEvent.MigrationPlanned.class);
            assertThat(stream.nextAvailable().getPayload()).isInstanceOf(MigrationEvent.MigrationPaused.class);

            slow.commit();

            assertThat(stream.hasNextAvailable(5, TimeUnit.SECONDS)).isTrue();
            assertThat(stream.nextAvailable().getIdentifier()).isEqualTo("late");
        }
    }

    @Test
    void two_processes_that_decide_about_one_migration_at_once_both_get_through() throws Exception {
        AxonMigrations first = new AxonMigrations(open().events());
        AxonMigrations second = new AxonMigrations(open().events());
        first.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
        int each = 40;
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> work = Stream.of(first, second)
                    .<Future<?>>map(migrations -> threads.submit(() -> {
                        start.await();
                        for (int i = 0; i < each; i++) {
                            migrations.execute(new MigrationCommand.ReportFailure(ID, NOON, "w" + i, "because"), ANNA);
                        }
                        return null;
                    }))
                    .toList();
            start.countDown();
            for (Future<?> done : work) {
                done.get(60, TimeUnit.SECONDS);
            }
        }

        assertThat(database.texts("SELECT sequence_number FROM theseus_control.event ORDER BY 1"))
                .hasSize(1 + 2 * each);
    }

    @Test
    void an_event_of_an_older_revision_is_brought_up_to_date_when_it_is_read() {
        AxonMigrations writer = new AxonMigrations(open().events());
        writer.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);
        writer.execute(new MigrationCommand.Pause(ID, NOON), ANNA);
        // as a version of Theseus might have written it that called the time "when"
        database.execute("""
                UPDATE theseus_control.event
                SET payload_revision = '0', payload = convert_to('{"migration":"shop","when":"2025-03-01T12:00:00Z"}', 'UTF8')
                WHERE payload_type = 'migration.paused'
                """);

        AxonMigrations reader = new AxonMigrations(open(new PausedFrom0To1()).events());

        assertThat(reader.state(ID)).isInstanceOf(Paused.class);
        reader.execute(new MigrationCommand.Resume(ID, NOON), ANNA);
        assertThat(reader.state(ID)).isInstanceOf(Underway.class);
    }

    private static final class PausedFrom0To1 extends SingleEventUpcaster {

        private static final SimpleSerializedType FROM = new SimpleSerializedType("migration.paused", "0");

        @Override
        protected boolean canUpcast(IntermediateEventRepresentation event) {
            return event.getType().equals(FROM);
        }

        @Override
        protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
            return event.upcastPayload(new SimpleSerializedType("migration.paused", "1"), JsonNode.class, json -> {
                ObjectNode object = (ObjectNode) json;
                object.set("at", object.remove("when"));
                return object;
            });
        }
    }

    @Test
    void a_place_is_kept_and_comes_back_with_its_gaps() {
        AxonStores stores = open();
        TokenStore tokens = stores.tokens("me", Duration.ofSeconds(10));
        TrackingToken place = GapAwareTrackingToken.newInstance(7, List.of(3L, 5L));
        stores.transactions().executeInTransaction(() -> tokens.initializeTokenSegments("p", 1, null));
        stores.transactions().executeInTransaction(() -> {
            assertThat(tokens.fetchToken("p", 0)).isNull();
            tokens.storeToken(place, "p", 0);
        });

        TokenStore again = open().tokens("me", Duration.ofSeconds(10));
        assertThat(stores.transactions().fetchInTransaction(() -> again.fetchToken("p", 0)))
                .isEqualTo(place);
        assertThat(database.texts("SELECT convert_from(token, 'UTF8') FROM theseus_control.token"))
                .containsExactly("{\"gaps\":[3,5],\"index\":7}");
    }

    @Test
    void work_outside_of_any_unit_of_work_is_committed_or_rolled_back_as_a_whole() {
        AxonStores stores = open();
        TokenStore tokens = stores.tokens("me", Duration.ofSeconds(10));
        try {
            stores.transactions().executeInTransaction(() -> {
                tokens.initializeTokenSegments("p", 1, null);
                throw new IllegalStateException("planted");
            });
        } catch (IllegalStateException planted) {
            assertThat(planted).hasMessage("planted");
        }
        assertThat(database.texts("SELECT processor_name FROM theseus_control.token"))
                .isEmpty();

        stores.transactions().executeInTransaction(() -> tokens.initializeTokenSegments("p", 1, null));
        assertThat(database.texts("SELECT processor_name FROM theseus_control.token"))
                .containsExactly("p");
    }

    @Test
    void the_schema_may_be_created_again() {
        AxonMigrations migrations = new AxonMigrations(open().events());
        migrations.execute(new MigrationCommand.PlanMigration(ID, NOON, Shop.plan()), ANNA);

        database.execute(ControlTables.DDL);

        assertThat(Migration.phase(migrations.state(ID))).isPresent();
    }
}

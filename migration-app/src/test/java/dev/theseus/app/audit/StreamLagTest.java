package dev.theseus.app.audit;

import static dev.theseus.app.audit.TestRoom.SHOP;
import static dev.theseus.app.audit.TestRoom.happen;
import static dev.theseus.app.audit.TestRoom.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.run.StatusText;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.stream.StreamLag;
import dev.theseus.jdbc.testing.TestDatabases;
import dev.theseus.messaging.ControlPlane.Running;
import dev.theseus.messaging.stream.EventStream;
import dev.theseus.messaging.stream.StreamSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamLagTest {

    /** Nobody listens there. */
    private static final StreamSettings AWAY = new StreamSettings(
            List.of("127.0.0.1:1"),
            "theseus",
            Map.of(),
            new StreamSettings.Patience(Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofSeconds(5)));

    private TestDatabases databases;

    @BeforeEach
    void begin() throws SQLException {
        databases = TestDatabases.create();
    }

    @AfterEach
    void end() {
        databases.close();
    }

    private static StreamLag lag(ControlRoom room) {
        return room.streamProgress().lag(EventStream.nameOf(SHOP), SHOP);
    }

    @Test
    void without_a_broker_events_wait_and_are_counted_and_nobody_else_waits() {
        Instant began = Instant.now().minusSeconds(1);
        try (ControlRoom room = TestRoom.in(databases).open()) {
            plan(room, SHOP);
            plan(room, new MigrationId("library"));
            try (Running stream = room.plane().startEventStream(SHOP, AWAY)) {
                assertThat(stream).isNotNull();
                await().until(
                                () -> "1"
                                        .equals(
                                                databases.value(
                                                        Side.OLD,
                                                        "SELECT count(*) FROM theseus_control.token WHERE processor_name = 'event-stream-shop'")));
                happen(room, SHOP, 5);

                assertThat(lag(room).events()).isEqualTo(6);
                assertThat(lag(room).oldest())
                        .hasValueSatisfying(at -> assertThat(at).isAfter(began));
            }
        }
    }

    @Test
    void what_was_passed_is_not_counted_but_what_came_late_into_a_gap_is() throws SQLException {
        try (ControlRoom room = TestRoom.in(databases).open()) {
            plan(room, SHOP);
            happen(room, SHOP, 5);
            databases.old("INSERT INTO theseus_control.token (processor_name, segment, token) VALUES"
                    + " ('event-stream-shop', 0, convert_to('{\"gaps\":[3],\"index\":5}', 'UTF8'))");

            assertThat(lag(room).events()).isEqualTo(2);

            databases.old("UPDATE theseus_control.token SET token = convert_to('{\"gaps\":[],\"index\":6}', 'UTF8')");
            assertThat(lag(room)).isEqualTo(new StreamLag(0, Optional.empty()));
        }
    }

    @Test
    void the_status_says_how_many_wait() {
        assertThat(StatusText.eventStream(new StreamLag(0, Optional.empty()))).contains("all events are published");
        assertThat(StatusText.eventStream(new StreamLag(1_200, Optional.of(Instant.EPOCH))))
                .contains("1,200 events are not published yet", "1970-01-01");
    }
}

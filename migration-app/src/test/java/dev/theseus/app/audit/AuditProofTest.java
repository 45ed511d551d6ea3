package dev.theseus.app.audit;

import static dev.theseus.app.audit.TestRoom.SHOP;
import static dev.theseus.app.audit.TestRoom.happen;
import static dev.theseus.app.audit.TestRoom.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.MigrationId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody tampers with events; the chain shows with which. */
class AuditProofTest {

    @TempDir
    private Path directory;

    private AuditedStore store;

    @BeforeEach
    void begin() throws SQLException, IOException {
        store = AuditedStore.in(directory);
    }

    @AfterEach
    void end() {
        store.close();
    }

    @Test
    void what_nobody_touched_holds_and_a_gap_of_an_append_that_was_rolled_back_is_no_finding() throws SQLException {
        store.history();
        store.databases()
                .old("BEGIN; INSERT INTO theseus_control.event (aggregate_identifier, sequence_number,"
                        + " event_identifier, payload, payload_type, time_stamp)"
                        + " VALUES ('shop', 7, 'gone', '', 'migration.paused', now()::text); ROLLBACK");
        try (ControlRoom open = store.room().open()) {
            happen(open, SHOP, 1);
        }

        assertThat(store.databases().value(Side.OLD, "SELECT max(global_index) - count(*) FROM theseus_control.event"))
                .isEqualTo("1");
        assertThat(store.found()).isEmpty();
        assertThat(store.type("audit", "verify", store.plan().toString()).out())
                .contains("8 events were held against the chain");
    }

    @Test
    void one_changed_byte_of_a_payload_is_found() throws SQLException {
        store.history();
        store.tamper("UPDATE theseus_control.event SET payload = set_byte(payload, 10, get_byte(payload, 10) # 1)"
                + " WHERE sequence_number = 3");

        assertThat(store.found()).containsExactly("event 3 of shop (index 4) was changed");
    }

    @Test
    void each_changed_part_of_an_event_is_found() throws SQLException {
        store.history();
        store.tamper("UPDATE theseus_control.event SET meta_data = convert_to(replace(convert_from(meta_data, 'UTF8'),"
                + " 'anna', 'otto'), 'UTF8') WHERE sequence_number = 1;"
                + "UPDATE theseus_control.event SET time_stamp = '2020-01-01T00:00:00Z' WHERE sequence_number = 2;"
                + "UPDATE theseus_control.event SET payload_type = 'migration.paused' WHERE sequence_number = 3;"
                + "UPDATE theseus_control.event SET payload_revision = '2' WHERE sequence_number = 4;"
                + "UPDATE theseus_control.event SET event_identifier = 'other' WHERE sequence_number = 5;"
                + "UPDATE theseus_control.event SET aggregate_identifier = 'shed' WHERE sequence_number = 6");

        assertThat(store.found()).hasSize(6).allMatch(f -> f.endsWith("was changed"));
    }

    @Test
    void a_removed_event_is_found_and_its_link_does_not_help_to_hide_it() throws SQLException {
        store.history();
        store.tamper("DELETE FROM theseus_control.event WHERE sequence_number = 3");
        assertThat(store.found()).containsExactly("event 3 of shop (index 4) was removed");

        store.tamper("DELETE FROM theseus_control.audit_chain WHERE sequence_number = 3");
        assertThat(store.found())
                .containsExactlyInAnyOrder(
                        "the chain does not hold at its link 5, which is about event 4 of shop (index 5)",
                        "event 3 of shop: removed, and its link with it");
    }

    @Test
    void two_events_that_changed_places_are_found() throws SQLException {
        store.history();
        store.tamper("UPDATE theseus_control.event SET global_index = -1 WHERE global_index = 3;"
                + "UPDATE theseus_control.event SET global_index = 3 WHERE global_index = 5;"
                + "UPDATE theseus_control.event SET global_index = 5 WHERE global_index = -1");

        assertThat(store.found())
                .containsExactlyInAnyOrder(
                        "event 2 of shop (index 3) was moved to index 5",
                        "event 4 of shop (index 5) was moved to index 3");
    }

    @Test
    void two_events_whose_contents_changed_places_are_found() throws SQLException {
        store.history();
        store.tamper("UPDATE theseus_control.event e SET payload = o.payload FROM theseus_control.event o"
                + " WHERE e.global_index IN (3, 5) AND o.global_index = 8 - e.global_index");

        assertThat(store.found()).hasSize(2).allMatch(f -> f.endsWith("was changed"));
    }

    @Test
    void an_inserted_event_is_found_whether_the_chain_was_off_or_on() throws SQLException {
        store.history();
        String insert = "INSERT INTO theseus_control.event (aggregate_identifier, sequence_number, type,"
                + " event_identifier, meta_data, payload, payload_revision, payload_type, time_stamp)"
                + " SELECT 'shop', 7, type, 'forged', meta_data, payload, payload_revision, payload_type, %s"
                + " FROM theseus_control.event WHERE sequence_number = 6";
        store.tamper(insert.formatted("time_stamp"));
        assertThat(store.found()).containsExactly("event 7 of shop (index 8) was inserted: the chain does not know it");

        store.databases()
                .old("DELETE FROM theseus_control.event WHERE event_identifier = 'forged';"
                        + insert.formatted("'2024-01-01T00:00:00Z'"));
        assertThat(store.found())
                .singleElement()
                .asString()
                .contains("event 7 of shop (index 9) was inserted: it says");
    }

    @Test
    void an_event_that_was_written_while_the_chain_was_taken_off_is_found_after_it_is_put_on_again()
            throws SQLException {
        store.history();
        store.databases()
                .old("DROP TRIGGER theseus_audit_chain ON theseus_control.event;"
                        + "INSERT INTO theseus_control.event (aggregate_identifier, sequence_number, type,"
                        + " event_identifier, meta_data, payload, payload_revision, payload_type, time_stamp)"
                        + " SELECT 'shop', 7, type, 'forged', meta_data, payload, payload_revision, payload_type, time_stamp"
                        + " FROM theseus_control.event WHERE sequence_number = 6");

        assertThat(store.found())
                .containsExactly(
                        "event 7 of shop (index 8) was inserted: it was written while the chain was switched off");
    }

    @Test
    void events_from_before_the_chain_are_taken_over_once_and_said_to_be_so() throws SQLException {
        store.history();
        store.databases()
                .old("DROP TABLE theseus_control.audit_chain CASCADE;"
                        + " DROP TRIGGER theseus_audit_chain ON theseus_control.event");
        try (ControlRoom open = store.room().open()) {
            happen(open, SHOP, 2);
        }

        assertThat(store.found()).isEmpty();
        assertThat(store.type("audit", "verify", store.plan().toString()).out())
                .contains("9 events were held against the chain")
                .contains("7 of them were there before the chain began");
        store.tamper("UPDATE theseus_control.event SET payload = payload || ' ' WHERE sequence_number = 2");
        assertThat(store.found()).containsExactly("event 2 of shop (index 3) was changed");
    }

    @Test
    void two_processes_that_write_at_once_and_one_that_commits_late_make_one_chain() throws Exception {
        MigrationId library = new MigrationId("library");
        try (ControlRoom one = store.room().open();
                ControlRoom two = store.room().open();
                ExecutorService threads = Executors.newFixedThreadPool(2);
                Connection slow = store.databases().session(Side.OLD)) {
            plan(one, SHOP);
            plan(one, library);
            slow.setAutoCommit(false);
            try (Statement statement = slow.createStatement()) {
                statement.execute("INSERT INTO theseus_control.event (aggregate_identifier, sequence_number,"
                        + " event_identifier, payload, payload_type, time_stamp) VALUES ('saga:late', 0, 'late', '',"
                        + " 'saga.began', '" + Instant.now() + "')");
            }
            Future<?> first = threads.submit(() -> happen(one, SHOP, 50));
            Future<?> second = threads.submit(() -> happen(two, library, 50));
            first.get(30, TimeUnit.SECONDS);
            second.get(30, TimeUnit.SECONDS);
            slow.commit();
            happen(two, SHOP, 1);
        }

        assertThat(store.found()).isEmpty();
        assertThat(
                        store.databases()
                                .value(
                                        Side.OLD,
                                        "SELECT count(*) || ' ' || max(position) || ' ' || count(DISTINCT hash) FROM theseus_control.audit_chain"))
                .isEqualTo("104 104 104");
    }
}

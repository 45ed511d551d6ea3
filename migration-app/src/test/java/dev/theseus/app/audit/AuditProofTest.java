package dev.theseus.app.audit;

import static dev.theseus.app.audit.TestRoom.SHOP;
import static dev.theseus.app.audit.TestRoom.happen;
import static dev.theseus.app.audit.TestRoom.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.cli.TheseusCommand;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.operations.ProgramOperations;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event store as it is, tampered with by somebody who may do anything in the control database. */
class AuditProofTest {

    @TempDir
    private Path directory;

    private TestDatabases databases;
    private TestRoom room;
    private Path plan;

    @BeforeEach
    void begin() throws SQLException, IOException {
        databases = TestDatabases.create();
        room = TestRoom.in(databases);
        plan = Files.writeString(directory.resolve("plan.yaml"), room.planFile());
    }

    @AfterEach
    void end() {
        databases.close();
    }

    /** A plan and six failures. */
    private void history() {
        try (ControlRoom open = room.open()) {
            plan(open, SHOP);
            happen(open, SHOP, 6);
        }
    }

    /** Past the trigger that makes the chain. */
    private void tamper(String sql) throws SQLException {
        databases.old("SET session_replication_role = replica;"
                + "ALTER TABLE theseus_control.event DISABLE TRIGGER theseus_audit_chain;" + sql
                + "; ALTER TABLE theseus_control.event ENABLE ALWAYS TRIGGER theseus_audit_chain");
    }

    private record Answer(int code, String out, String err) {}

    private Answer type(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> typed = new ArrayList<>(Arrays.asList(words));
        int code = TheseusCommand.commandLine(new ProgramOperations(), Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(typed.toArray(String[]::new));
        return new Answer(code, out.toString(), err.toString());
    }

    private List<String> found(String... more) {
        List<String> words = new ArrayList<>(List.of("audit", "verify", plan.toString()));
        words.addAll(Arrays.asList(more));
        Answer answer = type(words.toArray(String[]::new));
        List<String> found =
                answer.out().lines().filter(l -> l.startsWith("! ")).map(l -> l.substring(2)).toList();
        assertThat(answer.code()).as(answer.out() + answer.err()).isEqualTo(found.isEmpty() ? 0 : 1);
        assertThat(answer.out()).contains(found.isEmpty() ? "Nothing was changed" : "not as it was written");
        return found;
    }

    @Test
    void what_nobody_touched_holds_and_a_gap_of_an_append_that_was_rolled_back_is_no_finding() throws SQLException {
        history();
        databases.old("BEGIN; INSERT INTO theseus_control.event (aggregate_identifier, sequence_number,"
                + " event_identifier, payload, payload_type, time_stamp)"
                + " VALUES ('shop', 7, 'gone', '', 'migration.paused', now()::text); ROLLBACK");
        try (ControlRoom open = room.open()) {
            happen(open, SHOP, 1);
        }

        assertThat(databases.value(Side.OLD, "SELECT max(global_index) - count(*) FROM theseus_control.event"))
                .isEqualTo("1");
        assertThat(found()).isEmpty();
        assertThat(type("audit", "verify", plan.toString()).out()).contains("8 events were held against the chain");
    }

    @Test
    void one_changed_byte_of_a_payload_is_found() throws SQLException {
        history();
        tamper("UPDATE theseus_control.event SET payload = set_byte(payload, 10, get_byte(payload, 10) # 1)"
                + " WHERE sequence_number = 3");

        assertThat(found()).containsExactly("event 3 of shop (index 4) was changed");
    }

    @Test
    void each_changed_part_of_an_event_is_found() throws SQLException {
        history();
        tamper("UPDATE theseus_control.event SET meta_data = convert_to(replace(convert_from(meta_data, 'UTF8'),"
                + " 'anna', 'otto'), 'UTF8') WHERE sequence_number = 1;"
                + "UPDATE theseus_control.event SET time_stamp = '2020-01-01T00:00:00Z' WHERE sequence_number = 2;"
                + "UPDATE theseus_control.event SET payload_type = 'migration.paused' WHERE sequence_number = 3;"
                + "UPDATE theseus_control.event SET payload_revision = '2' WHERE sequence_number = 4;"
                + "UPDATE theseus_control.event SET event_identifier = 'other' WHERE sequence_number = 5;"
                + "UPDATE theseus_control.event SET aggregate_identifier = 'shed' WHERE sequence_number = 6");

        assertThat(found()).hasSize(6).allMatch(f -> f.endsWith("was changed"));
    }

    @Test
    void a_removed_event_is_found_and_its_link_does_not_help_to_hide_it() throws SQLException {
        history();
        tamper("DELETE FROM theseus_control.event WHERE sequence_number = 3");
        assertThat(found()).containsExactly("event 3 of shop (index 4) was removed");

        tamper("DELETE FROM theseus_control.audit_chain WHERE sequence_number = 3");
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "the chain does not hold at its link 5, which is about event 4 of shop (index 5)",
                        "event 3 of shop: removed, and its link with it");
    }

    @Test
    void two_events_that_changed_places_are_found() throws SQLException {
        history();
        tamper("UPDATE theseus_control.event SET global_index = -1 WHERE global_index = 3;"
                + "UPDATE theseus_control.event SET global_index = 3 WHERE global_index = 5;"
                + "UPDATE theseus_control.event SET global_index = 5 WHERE global_index = -1");

        assertThat(found())
                .containsExactlyInAnyOrder(
                        "event 2 of shop (index 3) was moved to index 5",
                        "event 4 of shop (index 5) was moved to index 3");
    }

    @Test
    void two_events_whose_contents_changed_places_are_found() throws SQLException {
        history();
        tamper("UPDATE theseus_control.event e SET payload = o.payload FROM theseus_control.event o"
                + " WHERE e.global_index IN (3, 5) AND o.global_index = 8 - e.global_index");

        assertThat(found()).hasSize(2).allMatch(f -> f.endsWith("was changed"));
    }

    @Test
    void an_inserted_event_is_found_whether_the_chain_was_off_or_on() throws SQLException {
        history();
        String insert = "INSERT INTO theseus_control.event (aggregate_identifier, sequence_number, type,"
                + " event_identifier, meta_data, payload, payload_revision, payload_type, time_stamp)"
                + " SELECT 'shop', 7, type, 'forged', meta_data, payload, payload_revision, payload_type, %s"
                + " FROM theseus_control.event WHERE sequence_number = 6";
        tamper(insert.formatted("time_stamp"));
        assertThat(found()).containsExactly("event 7 of shop (index 8) was inserted: the chain does not know it");

        databases.old("DELETE FROM theseus_control.event WHERE event_identifier = 'forged';"
                + insert.formatted("'2024-01-01T00:00:00Z'"));
        assertThat(found()).singleElement().asString().contains("event 7 of shop (index 9) was inserted: it says");
    }

    @Test
    void an_event_that_was_written_while_the_chain_was_taken_off_is_found_after_it_is_put_on_again()
            throws SQLException {
        history();
        databases.old("DROP TRIGGER theseus_audit_chain ON theseus_control.event;"
                + "INSERT INTO theseus_control.event (aggregate_identifier, sequence_number, type,"
                + " event_identifier, meta_data, payload, payload_revision, payload_type, time_stamp)"
                + " SELECT 'shop', 7, type, 'forged', meta_data, payload, payload_revision, payload_type, time_stamp"
                + " FROM theseus_control.event WHERE sequence_number = 6");

        assertThat(found())
                .containsExactly(
                        "event 7 of shop (index 8) was inserted: it was written while the chain was switched off");
    }

    @Test
    void a_cut_off_end_is_found_by_an_anchor_that_was_kept_elsewhere() throws SQLException, IOException {
        history();
        Answer anchor = type("audit", "anchor", plan.toString());
        assertThat(anchor.code()).as(anchor.err()).isZero();
        Path elsewhere = Files.writeString(directory.resolve("elsewhere.jsonl"), anchor.out());
        assertThat(found("--anchors", elsewhere.toString())).isEmpty();

        tamper("DELETE FROM theseus_control.event WHERE sequence_number > 4;"
                + "DELETE FROM theseus_control.audit_chain WHERE sequence_number > 4");
        Files.delete(directory.resolve(".theseus/shop/audit-anchors.jsonl"));

        assertThat(found()).isEmpty();
        assertThat(type("audit", "verify", plan.toString()).out()).contains("Without an anchor a cut-off end can't be seen");
        assertThat(found("--anchors", elsewhere.toString()))
                .singleElement()
                .asString()
                .contains("the chain was cut off", "it had 7 links, now it has 5");
    }

    @Test
    void a_chain_that_was_made_anew_is_found_by_an_anchor() throws SQLException {
        history();
        type("audit", "anchor", plan.toString());
        tamper("UPDATE theseus_control.event SET payload = convert_to(replace(convert_from(payload, 'UTF8'),"
                + " 'because', 'no cause'), 'UTF8') WHERE sequence_number = 3; DROP TABLE theseus_control.audit_chain");
        databases.old("DROP TRIGGER theseus_audit_chain ON theseus_control.event;"
                + " DROP FUNCTION theseus_control.chain_event, theseus_control.chain_written_event");

        assertThat(found()).singleElement().asString().contains("the chain was made anew: its link 7");
    }

    @Test
    void an_anchor_that_somebody_else_signed_or_altered_is_none() throws IOException {
        history();
        String line = type("audit", "anchor", plan.toString()).out();
        Path altered = Files.writeString(
                directory.resolve("altered.jsonl"), line.replace("\"position\":7", "\"position\":6") + "\n");
        assertThat(found("--anchors", altered.toString()))
                .allMatch(f -> f.contains("is no anchor, or was not signed by the key"))
                .hasSizeBetween(1, 2);

        Path key = directory.resolve("other-key");
        AnchorKey.in(key);
        Path anchors = Files.writeString(directory.resolve("a.jsonl"), line);
        assertThat(found("--anchors", anchors.toString(), "--key", key.toString())).hasSize(1);
    }

    @Test
    void events_from_before_the_chain_are_taken_over_once_and_said_to_be_so() throws SQLException {
        history();
        databases.old("DROP TABLE theseus_control.audit_chain CASCADE;"
                + " DROP TRIGGER theseus_audit_chain ON theseus_control.event");
        try (ControlRoom open = room.open()) {
            happen(open, SHOP, 2);
        }

        assertThat(found()).isEmpty();
        assertThat(type("audit", "verify", plan.toString()).out())
                .contains("9 events were held against the chain")
                .contains("7 of them were there before the chain began");
        tamper("UPDATE theseus_control.event SET payload = payload || ' ' WHERE sequence_number = 2");
        assertThat(found()).containsExactly("event 2 of shop (index 3) was changed");
    }

    @Test
    void two_processes_that_write_at_once_and_one_that_commits_late_make_one_chain() throws Exception {
        MigrationId library = new MigrationId("library");
        try (ControlRoom one = room.open();
                ControlRoom two = room.open();
                ExecutorService threads = Executors.newFixedThreadPool(2);
                Connection slow = databases.session(Side.OLD)) {
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

        assertThat(found()).isEmpty();
        assertThat(databases.value(
                        Side.OLD,
                        "SELECT count(*) || ' ' || max(position) || ' ' || count(DISTINCT hash) FROM theseus_control.audit_chain"))
                .isEqualTo("104 104 104");
    }
}

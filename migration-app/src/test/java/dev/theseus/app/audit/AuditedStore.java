package dev.theseus.app.audit;

import static dev.theseus.app.audit.TestRoom.SHOP;
import static dev.theseus.app.audit.TestRoom.happen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.cli.TheseusCommand;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.operations.ProgramOperations;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The event store as it is, open to somebody who may do anything in the control database.
 *
 * @param directory in which the plan is
 */
record AuditedStore(TestDatabases databases, TestRoom room, Path directory, Path plan) implements AutoCloseable {

    static AuditedStore in(Path directory) throws SQLException, IOException {
        TestDatabases databases = TestDatabases.create();
        TestRoom room = TestRoom.in(databases);
        Path plan = Files.writeString(directory.resolve("plan.yaml"), room.planFile());
        return new AuditedStore(databases, room, directory, plan);
    }

    /** A plan and six failures. */
    void history() {
        try (ControlRoom open = room.open()) {
            TestRoom.plan(open, SHOP);
            happen(open, SHOP, 6);
        }
    }

    /** Past the trigger that makes the chain. */
    void tamper(String sql) throws SQLException {
        databases.old("SET session_replication_role = replica;"
                + "ALTER TABLE theseus_control.event DISABLE TRIGGER theseus_audit_chain;" + sql
                + "; ALTER TABLE theseus_control.event ENABLE ALWAYS TRIGGER theseus_audit_chain");
    }

    record Answer(int code, String out, String err) {}

    Answer type(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = TheseusCommand.commandLine(new ProgramOperations(), Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new Answer(code, out.toString(), err.toString());
    }

    /** What `theseus audit verify` finds; its exit code and its last line say the same. */
    List<String> found(String... more) {
        List<String> words = new ArrayList<>(List.of("audit", "verify", plan.toString()));
        words.addAll(Arrays.asList(more));
        Answer answer = type(words.toArray(String[]::new));
        List<String> found = answer.out()
                .lines()
                .filter(l -> l.startsWith("! "))
                .map(l -> l.substring(2))
                .toList();
        assertThat(answer.code()).as(answer.out() + answer.err()).isEqualTo(found.isEmpty() ? 0 : 1);
        assertThat(answer.out()).contains(found.isEmpty() ? "Nothing was changed" : "not as it was written");
        return found;
    }

    @Override
    public void close() {
        databases.close();
    }
}

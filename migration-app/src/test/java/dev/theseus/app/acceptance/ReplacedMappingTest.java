package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.acceptance.CommandsOfPlan.Answer;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mapping turns out to be wrong after all rows went by it. */
class ReplacedMappingTest {

    private static final Duration ENOUGH = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private TestDatabases databases;
    private Path file;

    @BeforeEach
    void createDatabases() throws Exception {
        databases = TestDatabases.create();
        databases.old("CREATE TABLE item (id serial PRIMARY KEY, name text);"
                + "INSERT INTO item (name) SELECT 'Item ' || g FROM generate_series(1, 5000) g");
        databases.target("CREATE TABLE item (id serial PRIMARY KEY, label text)");
        file = directory.resolve("plan.yaml");
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    private CommandsOfPlan plan(int version, String sql) throws IOException {
        return new CommandsOfPlan(
                Files.writeString(file, """
                migration: remapped
                old: { url: "%s", user: postgres }
                new: { url: "%s", user: postgres }
                throttle: { duty-cycle: 1.0 }
                tables:
                  - table: public.item
                    version: %d
                    columns: { label: { sql: "%s" } }
                    loses: [name, label]
                """.formatted(withoutUser(Side.OLD), withoutUser(Side.NEW), version, sql)));
    }

    private String withoutUser(Side side) {
        return databases.url(side).replaceAll("\\?.*", "");
    }

    private Program run() throws Exception {
        return Program.start(directory.resolve("output.txt"), "run", file.toString());
    }

    private static void shows(CommandsOfPlan theseus, String inStatus) {
        Awaitility.await(inStatus)
                .atMost(ENOUGH)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> theseus.type("status").out().contains(inStatus));
    }

    private String labels(String like) throws Exception {
        return String.valueOf(databases.value(Side.NEW, "SELECT count(*) FROM item WHERE label LIKE '" + like + "'"));
    }

    @Test
    void rows_that_went_by_the_former_version_go_again_by_the_next() throws Exception {
        CommandsOfPlan theseus = plan(1, "upper(t.name)");
        try (Program run = run()) {
            shows(theseus, "phase VERIFIED");
            assertThat(labels("ITEM %")).isEqualTo("5000");

            plan(1, "lower(t.name)");
            Answer withoutVersion = theseus.type("remap", "--reason", "labels are to be lower case");
            assertThat(withoutVersion.exitCode()).as(withoutVersion.err()).isEqualTo(1);
            assertThat(withoutVersion.err()).contains("to be version 2, not 1");
            plan(2, "lower(t.name)");
            Answer another = theseus.type("run", "--until", "verified");
            assertThat(another.exitCode()).as(another.err()).isNotZero();
            theseus.obeyed("remap", "--reason", "labels are to be lower case");

            assertThat(run.endsWithin(ENOUGH)).as(run.output()).isTrue();
            assertThat(run.output()).contains("version 2 of the mapping of public.item", "run the migration again");
        }
        assertThat(theseus.obeyed("status").out()).contains("phase DUAL_WRITING");
        databases.old("INSERT INTO item (name) VALUES ('Item late'); DELETE FROM item WHERE id = 1");
        plan(2, "initcap(t.name)");
        Answer changed = theseus.type("run", "--until", "verified");
        assertThat(changed.exitCode()).isEqualTo(2);
        assertThat(changed.err()).contains("another mapping of public.item", "`version:`", "theseus remap");

        plan(2, "lower(t.name)");
        try (Program run = run()) {
            shows(theseus, "phase VERIFIED");
            assertThat(labels("item %")).isEqualTo("5000");
            assertThat(labels("ITEM %")).isEqualTo("0");
            assertThat(theseus.obeyed("audit").out()).contains("mappings-replaced", "rows-logged-anew");
            assertThat(run.output()).doesNotContain("unexpected");
        }
        theseus.obeyed("clean");
    }
}

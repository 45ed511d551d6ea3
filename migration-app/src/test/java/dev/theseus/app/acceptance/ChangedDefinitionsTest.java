package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody changes a table of old while it is being moved. */
class ChangedDefinitionsTest {

    private static final Duration ENOUGH = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private TestDatabases databases;
    private CommandsOfPlan theseus;
    private Path output;

    @BeforeEach
    void createDatabases() throws Exception {
        databases = TestDatabases.create();
        databases.both("CREATE TABLE item (id serial PRIMARY KEY, name text NOT NULL)");
        databases.old("INSERT INTO item (name) SELECT 'item ' || g FROM generate_series(1, 1000) g");
        output = directory.resolve("output.txt");
        theseus = new CommandsOfPlan(Files.writeString(
                directory.resolve("plan.yaml"), """
                migration: changed
                old: { url: "%s", user: postgres }
                new: { url: "%s", user: postgres }
                schemas: [public]
                throttle: { duty-cycle: 1.0 }
                """.formatted(withoutUser(Side.OLD), withoutUser(Side.NEW))));
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    private String withoutUser(Side side) {
        return databases.url(side).replaceAll("\\?.*", "");
    }

    private void shows(String inStatus) {
        Awaitility.await(inStatus)
                .atMost(ENOUGH)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> theseus.type("status").out().contains(inStatus));
    }

    private void equal() {
        Awaitility.await()
                .atMost(ENOUGH)
                .untilAsserted(() -> assertThat(names(Side.NEW)).isEqualTo(names(Side.OLD)));
    }

    private String names(Side side) throws Exception {
        return String.valueOf(databases.value(side, "SELECT md5(string_agg(id || name, ',' ORDER BY id)) FROM item"));
    }

    @Test
    void a_run_is_held_by_a_new_column_and_goes_on_once_it_is_accepted() throws Exception {
        try (Program run = Program.start(output, "run", theseus.plan().toString())) {
            shows("phase VERIFIED");
            assertThat(theseus.obeyed("definitions").out())
                    .contains("the old database notes each command itself", "All are as they were");
            databases.old("CREATE INDEX by_name ON item (name)");
            databases.old("SET application_name = 'release 17'; ALTER TABLE item ADD COLUMN phone text");

            shows("(paused)");
            String column =
                    "table public.item of the old database: column phone was added: text (ALTER TABLE by postgres"
                            + " with release 17 at ";
            assertThat(theseus.obeyed("status").out()).contains("OPEN change of " + column);
            assertThat(theseus.type("definitions"))
                    .satisfies(a -> assertThat(a.exitCode()).isEqualTo(1))
                    .satisfies(a -> assertThat(a.out()).contains("OPEN", column).doesNotContain("by_name"));
            assertThat(theseus.obeyed("audit").out()).contains("definitions-changed");
            assertThat(theseus.obeyed("audit", "--json").out())
                    .contains("by_name", "\"theseus\"", "definitions have changed");
            assertThat(theseus.type("resume").exitCode()).isEqualTo(1);
            databases.old("INSERT INTO item (name, phone) VALUES ('while it is held', '1')");
            equal();

            assertThat(theseus.obeyed("accept", "--reason", "nobody needs it on new")
                            .out())
                    .contains("accepted: " + column);

            shows("phase VERIFIED, since");
            assertThat(theseus.obeyed("definitions").out()).contains("All are as they were");
            assertThat(run.output()).doesNotContain("unexpected");
        }
        theseus.obeyed("clean");
        for (Side side : Side.values()) {
            assertThat(databases.value(side, "SELECT count(*) FROM pg_event_trigger"))
                    .isEqualTo("0");
        }
    }
}

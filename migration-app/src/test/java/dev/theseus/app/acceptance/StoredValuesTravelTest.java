package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.plan.PlanCheck;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.run.DataPlane;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.Severity;
import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the plan file to a verified new database, with a column whose values go into an object store. */
class StoredValuesTravelTest {

    private static final Duration ENOUGH = Duration.ofSeconds(60);

    private static final String NAMES = """
            SELECT id, 'sha256:' || encode(sha256(body), 'hex') || ':' || octet_length(body), title FROM mail ORDER BY id""";

    private static final String STORE = "object-store: { directory: values }\n";

    private static final String MAIL = """
            tables:
              - table: public.mail
                columns: { body_ref: { store: body } }
                loses: [body, body_ref]
            """;

    @TempDir
    private Path directory;

    private TestDatabases databases;

    @BeforeEach
    void createDatabases() throws Exception {
        databases = TestDatabases.create();
        databases.old("CREATE TABLE mail (id int PRIMARY KEY, body bytea, title text);"
                + " INSERT INTO mail SELECT i, CASE WHEN i % 10 > 0 THEN decode(repeat(md5(i::text), i), 'hex') END, 'mail'"
                + " FROM generate_series(1, 250) i");
        databases.target("CREATE TABLE mail (id int PRIMARY KEY, body_ref text, title text)");
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    @Test
    void valuesAreStoredByTheCopyAndTheRelayAndLookedForByTheComparison() throws Exception {
        Plan plan = check(STORE + MAIL).plan().orElseThrow();
        LargeObjectStore store = file(STORE + MAIL)
                .objectStore(directory.resolve("plan.yaml"), Map.of())
                .orElseThrow();
        assertThat(stored()).as("the check leaves nothing behind").isEmpty();
        try (DataPlane data = PgDataPlane.open(plan, new Passwords(Map.of()), Optional.of(store))) {
            data.preparation().prepare(plan.id());
            plan.tables().forEach(data.capture()::install);
            data.backfill().copy(plan, data.order(plan), copied -> {});
            requireSame();
            assertThat(stored()).hasSize(225);

            data.relay().start();
            databases.old(
                    "UPDATE mail SET body = 'another' WHERE id = 7; INSERT INTO mail VALUES (251, 'one more', 'mail')");
            assertThat(data.relay().awaitDrained(plan.tables(), ENOUGH)).isEqualTo(Relay.Drain.DRAINED);
            requireSame();
            assertThat(stored()).hasSize(227);

            Path value = fileOf(251);
            Files.delete(value);
            VerificationReport report = data.verification().verify(plan.tables(), one -> {});
            assertThat(report.verdict()).isEqualTo(VerificationReport.Verdict.EQUAL);
            assertThat(report.repaired()).isEqualTo(1);
            assertThat(value).hasContent("one more");

            Files.writeString(value, "one less");
            VerificationReport found = data.verification().verify(plan.tables(), one -> {});
            assertThat(found.verdict()).isEqualTo(VerificationReport.Verdict.DIVERGENT);
            assertThat(found.tables().getFirst().examples()).singleElement().satisfies(d -> {
                assertThat(d.key().parts()).containsExactly("251");
                assertThat(d.columns()).containsExactly("body_ref");
            });
        }
    }

    @Test
    void whoHasNoStoreLeavesSuchRowsToWhoHas() throws Exception {
        Plan plan = check(STORE + MAIL).plan().orElseThrow();
        try (DataPlane data = PgDataPlane.open(plan, new Passwords(Map.of()))) {
            data.preparation().prepare(plan.id());
            plan.tables().forEach(data.capture()::install);
            databases.target("INSERT INTO theseus.table_copy (table_no, completed_at) VALUES (1, now())");
            databases.old("UPDATE mail SET title = 'changed' WHERE id = 7");
            data.relay().start();

            assertThat(data.relay().awaitDrained(plan.tables(), Duration.ofSeconds(1)))
                    .isNotEqualTo(Relay.Drain.DRAINED);
            assertThat(databases.value(Side.NEW, "SELECT count(*) FROM mail")).isEqualTo("0");
            assertThat(databases.value(Side.OLD, "SELECT count(*) FROM theseus.change_log"))
                    .isEqualTo("1");
        }
    }

    @Test
    void thePlanSaysWhereValuesGoAndThatTheyAreLostOnTheWayBackOrTheCheckStops() throws Exception {
        assertThat(stops(check(MAIL)))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("Add `object-store:"));
        assertThat(stops(check(STORE + MAIL.replace("loses: [body, body_ref]", ""))))
                .extracting(Finding::check)
                .containsOnly(Check.LOSS)
                .hasSize(2);
        Files.writeString(directory.resolve("occupied"), "a file");
        assertThat(stops(check(STORE.replace("values", "occupied/values") + MAIL)))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("can't be used", "Correct `object-store:`"));
        assertThat(stops(check(
                        STORE + MAIL.replace("store: body", "store: title").replace("[body,", "[body, title,"))))
                .anySatisfy(f -> assertThat(f.message()).contains("only bytea goes into an object store"));
    }

    private static List<Finding> stops(PlanCheck.Report report) {
        return report.findings().stream()
                .filter(f -> f.severity() == Severity.STOPS)
                .toList();
    }

    private void requireSame() throws Exception {
        assertThat(databases.rows(Side.NEW, "SELECT id, body_ref, title FROM mail ORDER BY id"))
                .isEqualTo(databases.rows(Side.OLD, NAMES));
    }

    private Path fileOf(int id) throws Exception {
        String[] name = databases
                .value(Side.NEW, "SELECT body_ref FROM mail WHERE id = " + id)
                .split(":", 3);
        return stored().stream()
                .filter(f -> f.getFileName().toString().equals(name[1] + "-" + name[2]))
                .findFirst()
                .orElseThrow();
    }

    /** All files of the store. */
    private List<Path> stored() throws IOException {
        Path values = directory.resolve("values");
        if (!Files.exists(values)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(values)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private PlanFile file(String said) throws IOException {
        return PlanFile.read(
                Files.writeString(directory.resolve("plan.yaml"), """
                        migration: mails
                        old: { url: "%s", user: postgres }
                        new: { url: "%s", user: postgres }
                        throttle: { duty-cycle: 1.0 }
                        """.formatted(url(Side.OLD), url(Side.NEW)) + said),
                Map.of());
    }

    private PlanCheck.Report check(String said) throws IOException {
        return new PlanCheck(file(said), new Passwords(Map.of()))
                .of(directory.resolve("plan.yaml"))
                .check();
    }

    private String url(Side side) {
        return databases.url(side).replaceAll("\\?.*", "");
    }
}

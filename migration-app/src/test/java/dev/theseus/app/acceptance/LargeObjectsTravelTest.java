package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.plan.PlanResolution;
import dev.theseus.app.plan.Resolution;
import dev.theseus.app.run.DataPlane;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.jdbc.catalog.PgCatalogs;
import dev.theseus.jdbc.testing.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the plan file to a verified new database, with rows that stand for large objects. */
class LargeObjectsTravelTest {

    private static final Duration ENOUGH = Duration.ofSeconds(60);

    private static final String PICTURES =
            "SELECT p.id, p.picture, md5(lo_get(p.picture)) FROM photo p WHERE p.picture <> 0 ORDER BY p.id";

    @TempDir
    private Path directory;

    private TestDatabases databases;

    @BeforeEach
    void createDatabases() throws Exception {
        databases = TestDatabases.create();
        databases.old("CREATE TABLE photo (id int PRIMARY KEY, picture oid, title text);"
                + " INSERT INTO photo SELECT i, lo_from_bytea(40000 + i, decode(repeat(md5(i::text), i), 'hex')), 'photo'"
                + " FROM generate_series(1, 250) i");
        databases.target("CREATE TABLE photo (id int PRIMARY KEY, picture oid, title text)");
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    @Test
    void objectsThatThePlanNamesComeWithTheCopyTheRelayAndTheComparisonAndGoWithARollback() throws Exception {
        Plan plan = plan();
        try (DataPlane data = PgDataPlane.open(plan, new Passwords(Map.of()))) {
            data.preparation().prepare(plan.id());
            plan.tables().forEach(data.capture()::install);

            data.backfill().copy(plan, data.order(plan), copied -> {});
            assertThat(databases.rows(Side.NEW, PICTURES)).hasSize(250).isEqualTo(databases.rows(Side.OLD, PICTURES));

            data.relay().start();
            databases.old(
                    "UPDATE photo SET picture = lo_from_bytea(50000, 'another') WHERE id = 7; SELECT lo_unlink(40007)");
            databases.old("INSERT INTO photo VALUES (251, lo_from_bytea(50001, 'one more'), 'photo')");
            assertThat(data.relay().awaitDrained(plan.tables(), ENOUGH)).isEqualTo(Relay.Drain.DRAINED);
            assertThat(databases.rows(Side.NEW, PICTURES)).hasSize(251).isEqualTo(databases.rows(Side.OLD, PICTURES));

            databases.old("SELECT lo_put(40001, 0, 'without a trace')");
            VerificationReport report = data.verification().verify(plan.tables(), one -> {});
            assertThat(report.verdict()).isEqualTo(VerificationReport.Verdict.EQUAL);
            assertThat(report.repaired()).isEqualTo(1);
            assertThat(databases.rows(Side.NEW, PICTURES)).isEqualTo(databases.rows(Side.OLD, PICTURES));

            data.relay().close();
            plan.tables().forEach(data.capture()::remove);
            data.preparation().removeRows(plan.tables());
            assertThat(databases.value(Side.NEW, "SELECT count(*) FROM pg_largeobject_metadata"))
                    .isEqualTo("0");
            assertThat(databases.value(Side.OLD, "SELECT count(*) FROM pg_largeobject_metadata"))
                    .isEqualTo("251");
        }
    }

    private Plan plan() throws Exception {
        PlanFile file = PlanFile.read(
                Files.writeString(
                        directory.resolve("plan.yaml"), """
                        migration: photos
                        old: { url: "%s", user: postgres }
                        new: { url: "%s", user: postgres }
                        tables:
                          - table: public.photo
                            large-objects: [picture]
                        throttle: { duty-cycle: 1.0 }
                        """.formatted(withoutUser(Side.OLD), withoutUser(Side.NEW))),
                Map.of());
        Resolution resolution = PlanResolution.resolve(
                file, PgCatalogs.catalog(databases.on(Side.OLD)), PgCatalogs.catalog(databases.on(Side.NEW)));
        assertThat(resolution.findings()).noneMatch(f -> f.check() == Check.LARGE_OBJECT);
        Plan plan = resolution.plan(file).orElseThrow();
        assertThat(plan.tables().getFirst().largeObjects()).isEqualTo(List.of("picture"));
        return plan;
    }

    private String withoutUser(Side side) {
        return databases.url(side).replaceAll("\\?.*", "");
    }
}

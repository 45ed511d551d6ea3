package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.acceptance.CommandsOfPlan.Answer;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last stretch by the commands of the README, while a run follows in another process. */
class WholeWayTest {

    private static final Duration ENOUGH = Duration.ofMinutes(1);
    private static final String[] WHY = {"--reason", "the test goes on"};

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
                migration: whole-way
                old: { url: "%s", user: postgres }
                new: { url: "%s", user: postgres }
                schemas: [public]
                throttle: { duty-cycle: 1.0 }
                verification: { every: 1s }
                gates: { shadow-reads: 0 }
                cutover: { dwell: 0s, way-back: 0s, first-rest: 200ms, longest-rest: 1s, patience: 2s, free-connections: 1 }
                """.formatted(withoutUser(Side.OLD), withoutUser(Side.NEW))));
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    private String withoutUser(Side side) {
        return databases.url(side).replaceAll("\\?.*", "");
    }

    private Program run() throws Exception {
        return Program.start(output, "run", theseus.plan().toString());
    }

    private void goTo(String phase) {
        Awaitility.await(phase)
                .atMost(ENOUGH)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> theseus.type("status").out().contains("phase " + phase));
    }

    private void rampUp() {
        goTo("VERIFIED");
        theseus.obeyed("advance", "--to", "shadowing", "--reason", "r");
        theseus.obeyed("advance", "--to", "ramping", "--reason", "r");
        theseus.obeyed("rollout set", "--percentage", "100", "--reason", "r");
    }

    private void equal() {
        Awaitility.await()
                .atMost(ENOUGH)
                .untilAsserted(() -> assertThat(digest(Side.NEW)).isEqualTo(digest(Side.OLD)));
    }

    private String digest(Side side) throws Exception {
        return Objects.requireNonNull(databases.value(
                side, "SELECT count(*) || ' ' || md5(string_agg(t::text, ',' ORDER BY t::text)) FROM item t"));
    }

    private void refused(Side side, String sql) {
        assertThatThrownBy(() -> {
                    try (Connection session = databases.session(side);
                            Statement statement = session.createStatement()) {
                        statement.execute(sql);
                    }
                })
                .hasMessageContaining("has authority")
                .extracting("SQLState")
                .isEqualTo("TH001");
    }

    @Test
    void there_and_back_and_there_again_and_to_the_end() throws Exception {
        try (Program run = run()) {
            rampUp();
            // a client that knows nothing of us: captured before
            databases.old("INSERT INTO item (name) VALUES ('by hand')");
            equal();
            assertThat(theseus.obeyed("lineage", "item", "1").out())
                    .contains(
                            "public.item, key 1",
                            "old        has this row",
                            "has it as chunk",
                            "nothing of it is on its way");
            assertThat(theseus.obeyed("lineage", "item", "1001").out()).contains("has it from transaction");

            Answer cutover = theseus.obeyed("cutover", "--wait", WHY[0], WHY[1]);
            assertThat(cutover.out()).contains("cut over", "in phase CUT_OVER", "writers were held for");
            // and refused after
            refused(Side.OLD, "UPDATE item SET name = 'lost?' WHERE id = 1");
            databases.target("INSERT INTO item (name) VALUES ('first on new')");
            databases.target("DELETE FROM item WHERE id = 5");
            equal();
            assertThat(theseus.obeyed("status").out())
                    .contains("authority  new database, epoch 2; fence installed", "way back   clear");

            Answer back = theseus.obeyed("rollback", "--wait", WHY[0], WHY[1]);
            assertThat(back.out()).contains("restored", "writers were held for");
            refused(Side.NEW, "UPDATE item SET name = 'lost?' WHERE id = 1");
            databases.old("INSERT INTO item (name) VALUES ('on old again')");
            equal();
            assertThat(theseus.obeyed("status").out()).contains("authority  old database, epoch 3");

            theseus.obeyed("checkpoint create", "friday", WHY[0], WHY[1]);
            assertThat(theseus.obeyed("checkpoint list").out()).contains("friday");
            againToRamping();
            theseus.obeyed("cutover", "--wait", WHY[0], WHY[1]);
            databases.target("INSERT INTO item (name) VALUES ('on new again')");
            equal();
            theseus.obeyed("complete", "--wait", WHY[0], WHY[1]);
            assertThat(theseus.obeyed("status").out()).contains("phase COMPLETED");
            assertThat(databases.value(Side.NEW, "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'theseus%'"))
                    .isEqualTo("0");
            assertThat(databases.value(Side.OLD, "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'theseus%'"))
                    .isEqualTo("0");
            assertThat(theseus.type("rollback", WHY[0], WHY[1]).exitCode()).isEqualTo(1);
            databases.target("INSERT INTO item (name) VALUES ('alone')");
            assertThat(run.endsWithin(ENOUGH)).as(run.output()).isTrue();
            assertThat(run.exitCode()).as(run.output()).isZero();
        }
        assertThat(theseus.obeyed("audit verify").out())
                .containsPattern("the chain against [1-9]\\d* anchors")
                .contains("Nothing was changed, removed, inserted or moved");
    }

    /** Wherever the rollback led to. */
    private void againToRamping() {
        String status = theseus.obeyed("status").out();
        if (status.contains("phase VERIFIED")) {
            theseus.obeyed("advance", "--to", "shadowing", "--reason", "r");
        }
        if (!status.contains("phase RAMPING")) {
            theseus.obeyed("advance", "--to", "ramping", "--reason", "r");
        }
        theseus.obeyed("rollout set", "--percentage", "100", "--reason", "r");
    }

    /** Its transaction holds the fence of a side until it is closed. */
    private Connection holding(Side side, int id) throws Exception {
        Connection session = databases.session(side);
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.execute("SET application_name = 'night batch'");
            statement.execute("UPDATE item SET name = 'held' WHERE id = " + id);
        }
        return session;
    }

    private void showsUp(String inStatus) {
        Awaitility.await(inStatus)
                .atMost(ENOUGH)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> theseus.type("status").out().contains(inStatus));
    }

    @Test
    void a_transaction_held_open_is_waited_for_and_a_run_that_is_killed_meanwhile_goes_on() throws Exception {
        Files.writeString(
                theseus.plan(),
                Files.readString(theseus.plan()).replace("cutover: {", "cutover: { attempts: 9, approval: required,"));
        try (Program run = run()) {
            rampUp();
            theseus.obeyed("cutover", WHY[0], WHY[1]);
            showsUp("WAITS FOR AN APPROVAL: theseus approve PLAN cutover");
            try (Connection batch = holding(Side.OLD, 7)) {
                theseus.obeyed("approve", "cutover", WHY[0], WHY[1]);
                Awaitility.await()
                        .atMost(ENOUGH)
                        .until(() -> theseus.type("audit").out().contains("handover-given-up"));
                assertThat(theseus.type("audit", "--json").out()).contains("night batch");
                assertThat(slowestOfWrites(Side.OLD, Duration.ofSeconds(2))).isLessThan(Duration.ofSeconds(1));
                run.kill();
                batch.commit();
            }
        }
        assertThat(databases.value(Side.OLD, "SELECT last_value FROM theseus.epoch"))
                .isEqualTo("1");
        try (Program run = run()) {
            showsUp("phase CUT_OVER");
            equal();
            assertThat(databases.value(Side.NEW, "SELECT name FROM item WHERE id = 7"))
                    .isEqualTo("held");
            try (Connection batch = holding(Side.NEW, 8)) {
                theseus.obeyed("rollback", WHY[0], WHY[1]);
                showsUp("handing back");
                run.kill();
                batch.commit();
            }
        }
        try (Program run = run()) {
            showsUp("authority  old database, epoch 3");
            goTo("RAMPING");
            databases.old("INSERT INTO item (name) VALUES ('after all that')");
            equal();
            assertThat(databases.value(Side.OLD, "SELECT name FROM item WHERE id = 8"))
                    .isEqualTo("held");
            assertThat(run.output()).doesNotContain("unexpected");
        }
    }

    /** Of single writes, one after the other, to other rows. */
    private Duration slowestOfWrites(Side side, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        long slowest = 0;
        try (Connection session = databases.session(side);
                Statement statement = session.createStatement()) {
            while (System.nanoTime() < end) {
                long begun = System.nanoTime();
                statement.execute("UPDATE item SET name = name || '.' WHERE id = 9");
                slowest = Math.max(slowest, System.nanoTime() - begun);
            }
        }
        return Duration.ofNanos(slowest);
    }
}

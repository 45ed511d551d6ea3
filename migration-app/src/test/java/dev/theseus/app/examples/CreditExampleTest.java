package dev.theseus.app.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.app.examples.saga.CreditExample;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.saga.StepLedger;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the example says of itself is true, each time in a process of its own. */
class CreditExampleTest {

    private TestDatabases databases;
    private String control;

    @BeforeEach
    void create() throws SQLException {
        databases = TestDatabases.create();
        databases.both(StepLedger.DDL);
        databases.both("CREATE TABLE credit (customer text PRIMARY KEY, amount numeric NOT NULL)");
        databases.old("INSERT INTO credit VALUES ('ann', 100), ('bob', 100)");
        databases.target("INSERT INTO credit VALUES ('ann', 0)");
        String name = "control_" + databases.value(Side.OLD, "SELECT current_database()");
        databases.old("CREATE DATABASE " + name);
        control = databases.url(Side.OLD).replaceFirst("/[^/?]+\\?", "/" + name + "?");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private String credit(Side side, String customer) throws SQLException {
        return databases.value(side, "SELECT amount FROM credit WHERE customer = '" + customer + "'");
    }

    private Process start(String... transfer) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                CreditExample.class.getName(),
                databases.url(Side.OLD),
                databases.url(Side.NEW),
                control));
        command.addAll(List.of(transfer));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String endOf(Process process) throws Exception {
        try {
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void credit_is_moved_and_a_move_that_can_not_be_finished_is_taken_back() throws Exception {
        assertThat(endOf(start("t1", "ann", "30"))).contains("told ann, as t1/notify", "transfer t1: COMPLETED");
        assertThat(credit(Side.OLD, "ann")).isEqualTo("70");
        assertThat(credit(Side.NEW, "ann")).isEqualTo("30");

        assertThat(endOf(start("t2", "bob", "30"))).contains("transfer t2: COMPENSATED");
        assertThat(credit(Side.OLD, "bob")).isEqualTo("100");
    }

    @Test
    void killed_in_the_middle_it_goes_on_when_it_is_started_again() throws Exception {
        try (Connection holds = databases.session(Side.NEW)) {
            holds.setAutoCommit(false);
            try (Statement statement = holds.createStatement()) {
                statement.execute("SELECT amount FROM credit FOR UPDATE");
            }
            Process killed = start("t3", "ann", "30");
            try {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> "1"
                                .equals(databases.value(
                                        Side.NEW,
                                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                                + " AND wait_event_type = 'Lock' AND query LIKE 'UPDATE credit%'")));
                assertThat(credit(Side.OLD, "ann")).isEqualTo("70");
            } finally {
                killed.destroyForcibly().onExit().join();
            }
            holds.rollback();
        }

        assertThat(endOf(start("t3", "ann", "30"))).contains("transfer t3: COMPLETED");
        assertThat(credit(Side.OLD, "ann")).isEqualTo("70");
        assertThat(credit(Side.NEW, "ann")).isEqualTo("30");
    }
}

package dev.theseus.jdbc.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.StepAction;
import dev.theseus.domain.saga.StepCall;
import dev.theseus.domain.saga.StepFailed;
import dev.theseus.domain.saga.StepLook.Found;
import dev.theseus.domain.saga.StepRefused;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class StepLedgerTest {

    private TestDatabases databases;
    private StepLedger ledger;
    private StepAction debit;
    private StepAction credit;

    @BeforeEach
    void create() throws SQLException {
        databases = TestDatabases.create();
        databases.old(StepLedger.DDL);
        databases.old("CREATE TABLE account (name text PRIMARY KEY, amount int CHECK (amount >= 0))");
        databases.old("INSERT INTO account VALUES ('ann', 10)");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(databases.url(Side.OLD));
        ledger = StepLedger.in(source);
        debit = ledger.action((connection, call) -> execute(connection, "UPDATE account SET amount = amount - 7"));
        credit = ledger.compensation(
                (connection, call) -> execute(connection, "UPDATE account SET amount = amount + 7"));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static StepCall call(String saga) {
        return call(saga, Duration.ofMinutes(1));
    }

    private static StepCall call(String saga, Duration time) {
        return new StepCall(
                new SagaId(saga), "debit", 1, Map.of(), Instant.now().plus(time));
    }

    private String amount() throws SQLException {
        return databases.value(Side.OLD, "SELECT amount FROM account");
    }

    @Test
    void a_step_that_is_called_twice_happens_once() throws Exception {
        debit.run(call("a"));
        debit.run(call("a"));

        assertThat(amount()).isEqualTo("3");
        assertThat(ledger.look().look(call("a"))).isEqualTo(Found.DONE);
    }

    @Test
    void a_step_is_taken_back_once() throws Exception {
        debit.run(call("a"));
        credit.run(call("a"));
        credit.run(call("a"));

        assertThat(amount()).isEqualTo("10");
        assertThat(ledger.look().look(call("a"))).isEqualTo(Found.NOT_DONE);
    }

    @Test
    void what_never_happened_is_not_taken_back_and_does_not_happen_any_more() throws Exception {
        credit.run(call("a"));

        assertThatThrownBy(() -> debit.run(call("a")))
                .isInstanceOf(StepRefused.class)
                .hasMessageContaining("taken back");
        assertThat(amount()).isEqualTo("10");
    }

    @Test
    void a_look_leaves_no_trace() throws Exception {
        assertThat(ledger.look().look(call("a"))).isEqualTo(Found.NOT_DONE);

        debit.run(call("a"));
        assertThat(amount()).isEqualTo("3");
    }

    @Test
    void a_look_waits_for_an_attempt_that_is_under_way_and_says_when_it_can_not_tell() throws Exception {
        try (Connection other = databases.session(Side.OLD)) {
            other.setAutoCommit(false);
            execute(other, "INSERT INTO step_ledger VALUES ('a/debit', 'done')");

            assertThat(ledger.look().look(call("a", Duration.ofMillis(300)))).isEqualTo(Found.UNKNOWN);

            other.commit();
            assertThat(ledger.look().look(call("a"))).isEqualTo(Found.DONE);
        }
    }

    @Test
    void what_fails_leaves_nothing_behind_and_says_no_more_than_names() throws Exception {
        debit.run(call("a"));

        assertThatThrownBy(() -> debit.run(call("b")))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("23514")
                .hasMessageContaining("account")
                .hasMessageNotContaining("ann");
        assertThat(databases.value(Side.OLD, "SELECT count(*) FROM step_ledger"))
                .isEqualTo("1");
    }

    @Test
    void what_is_refused_leaves_nothing_behind() throws Exception {
        StepAction refused = ledger.action((connection, call) -> {
            execute(connection, "UPDATE account SET amount = 0");
            throw new StepRefused("no credit");
        });

        assertThatThrownBy(() -> refused.run(call("a"))).isInstanceOf(StepRefused.class);
        assertThat(amount()).isEqualTo("10");
        assertThat(ledger.look().look(call("a"))).isEqualTo(Found.NOT_DONE);
    }

    @Test
    void a_statement_ends_with_the_time_of_the_step() throws Exception {
        StepAction slow = ledger.action((connection, call) -> execute(connection, "SELECT pg_sleep(60)"));

        assertThatThrownBy(() -> slow.run(call("a", Duration.ofMillis(300))))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("57014");
    }
}

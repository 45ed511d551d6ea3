package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.RetryPolicy;
import dev.theseus.domain.saga.StepAction;
import dev.theseus.domain.saga.StepCall;
import dev.theseus.domain.saga.StepLook;
import dev.theseus.domain.saga.StepRefused;
import dev.theseus.domain.saga.Workflow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Moves credit from one side to the other and tells somebody. What happens is kept in a table, under the key of the
 * step; the table stands for both databases. The input {@code refuse} has the telling refused.
 */
final class Bank {

    static final String TRANSFER = "transfer";

    static final String TABLES = """
            CREATE TABLE effect (key text PRIMARY KEY);
            CREATE TABLE call (number bigserial PRIMARY KEY, saga text, what text);
            """;

    static final RetryPolicy QUICK = new RetryPolicy(
            3, new RetryPolicy.Rests(Duration.ofMillis(50), Duration.ofMillis(200)), Duration.ofMinutes(5));

    /** Is called at each point of a saga, such as {@code before debit} or {@code after undo credit}. */
    @FunctionalInterface
    interface Point {
        void passed(StepCall call, String point) throws Exception;
    }

    private final DataSource database;
    private final Point point;

    Bank(DataSource database, Point point) {
        this.database = database;
        this.point = point;
    }

    Workflow transfer() {
        return transfer(Duration.ofMinutes(5));
    }

    Workflow transfer(Duration within) {
        return Workflow.named(TRANSFER, 1)
                .step("debit", doing("debit"))
                .within(within)
                .retrying(QUICK)
                .undoneBy(undoing("debit"))
                .lookedAtBy(this::look)
                .step("credit", doing("credit"))
                .within(within)
                .retrying(QUICK)
                .undoneBy(undoing("credit"))
                .step("notify", this::tell)
                .within(within)
                .retrying(QUICK)
                .build();
    }

    private StepAction doing(String step) {
        return call -> {
            point.passed(call, "before " + step);
            happen(call, step, call.key());
            point.passed(call, "after " + step);
        };
    }

    private StepAction undoing(String step) {
        return call -> {
            point.passed(call, "before undo " + step);
            happen(call, "undo " + step, "undo " + call.key());
            point.passed(call, "after undo " + step);
        };
    }

    private void tell(StepCall call) throws Exception {
        if (call.inputs().containsKey("refuse")) {
            throw new StepRefused("nobody is there");
        }
        doing("notify").run(call);
    }

    /** The key is taken once; a second time nothing happens. */
    private void happen(StepCall call, String what, String key) throws SQLException {
        try (Connection connection = database.getConnection()) {
            execute(connection, "INSERT INTO effect VALUES (?) ON CONFLICT DO NOTHING", key);
            execute(
                    connection,
                    "INSERT INTO call (saga, what) VALUES (?, ?)",
                    call.saga().value(),
                    what);
            connection.commit();
        }
    }

    private static void execute(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private StepLook.Found look(StepCall call) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM effect WHERE key = ?")) {
            statement.setString(1, call.key());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? StepLook.Found.DONE : StepLook.Found.NOT_DONE;
            }
        }
    }
}

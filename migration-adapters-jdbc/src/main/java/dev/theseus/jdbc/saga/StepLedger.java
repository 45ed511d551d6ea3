package dev.theseus.jdbc.saga;

import dev.theseus.domain.saga.StepAction;
import dev.theseus.domain.saga.StepCall;
import dev.theseus.domain.saga.StepFailed;
import dev.theseus.domain.saga.StepLook;
import dev.theseus.domain.saga.StepLook.Found;
import dev.theseus.domain.saga.StepRefused;
import dev.theseus.jdbc.postgres.PgErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * Makes the steps of a workflow idempotent in one database: each step's key is kept in a table, in the transaction that
 * does the step. So it happens once however often it is called; a compensation takes back what happened and nothing
 * else; and an action that comes after its compensation is refused. Safe for several threads.
 *
 * <p>Statements end with the time of the step.
 */
public final class StepLedger {

    /**
     * The table, for the service's own schema; it is looked for on the search path. Rows of sagas that have ended may
     * be deleted when nobody will begin a saga of the same name again.
     */
    public static final String DDL = """
            CREATE TABLE IF NOT EXISTS step_ledger (
                key text PRIMARY KEY,
                state text NOT NULL CHECK (state IN ('done', 'undone')),
                since timestamptz NOT NULL DEFAULT now()
            )
            """;

    /** Waits for whoever writes the same key at this moment. */
    private static final String CLAIM =
            "INSERT INTO step_ledger (key, state) VALUES (?, ?) ON CONFLICT (key) DO NOTHING";

    private static final String STATE = "SELECT state FROM step_ledger WHERE key = ?";

    private static final String UNDO =
            "UPDATE step_ledger SET state = 'undone', since = now() WHERE key = ? AND state = 'done'";

    private static final String TIME = "SELECT set_config('statement_timeout', ?, true)";

    private static final String DONE = "done";
    private static final String UNDONE = "undone";

    private final DataSource database;
    private final InstantSource clock;

    private StepLedger(DataSource database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param database in which {@link #DDL} has been run */
    public static StepLedger in(DataSource database) {
        return new StepLedger(database, InstantSource.system());
    }

    /** An action that happens once. */
    public StepAction action(StepSql sql) {
        return call -> within(call, connection -> {
            if (claim(connection, call, DONE)) {
                sql.on(connection, call);
            } else if (state(connection, call).equals(UNDONE)) {
                throw new StepRefused("it has been taken back already");
            }
        });
    }

    /** A compensation that takes back what happened, once, and keeps what has not happened from happening. */
    public StepAction compensation(StepSql sql) {
        return call -> within(call, connection -> {
            if (!claim(connection, call, UNDONE) && update(connection, UNDO, call.key()) == 1) {
                sql.on(connection, call);
            }
        });
    }

    /** Whether the action happened; an attempt that is still under way is waited for. */
    public StepLook look() {
        return call -> {
            try (Connection connection = database.getConnection()) {
                begin(connection, call);
                try {
                    return claim(connection, call, UNDONE)
                                    || state(connection, call).equals(UNDONE)
                            ? Found.NOT_DONE
                            : Found.DONE;
                } finally {
                    connection.rollback();
                }
            } catch (SQLException failed) {
                return Found.UNKNOWN;
            }
        };
    }

    /** What a transaction does. */
    private interface Work {
        void on(Connection connection) throws SQLException, StepRefused;
    }

    private void within(StepCall call, Work work) throws StepRefused, StepFailed {
        try (Connection connection = database.getConnection()) {
            begin(connection, call);
            try {
                work.on(connection);
                connection.commit();
            } catch (StepRefused | SQLException | RuntimeException failed) {
                rollBack(connection, failed);
                throw failed;
            }
        } catch (SQLException failed) {
            throw new StepFailed(PgErrors.describe(failed), failed);
        }
    }

    /** Whoever waited for a key has to see what the other one wrote, so each statement looks anew. */
    private void begin(Connection connection, StepCall call) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        try (PreparedStatement time = connection.prepareStatement(TIME)) {
            time.setString(1, Long.toString(millisUntil(call.until())));
            time.execute();
        }
    }

    private long millisUntil(Instant end) {
        // zero would be no limit at all
        return Math.clamp(Duration.between(clock.instant(), end).toMillis(), 1, Integer.MAX_VALUE);
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            cause.addSuppressed(lost);
        }
    }

    private static boolean claim(Connection connection, StepCall call, String state) throws SQLException {
        return update(connection, CLAIM, call.key(), state) == 1;
    }

    private static int update(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private static String state(Connection connection, StepCall call) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(STATE)) {
            query.setString(1, call.key());
            try (ResultSet row = query.executeQuery()) {
                // somebody may clear the table at this moment; then it has not happened
                return row.next() ? row.getString(1) : UNDONE;
            }
        }
    }
}

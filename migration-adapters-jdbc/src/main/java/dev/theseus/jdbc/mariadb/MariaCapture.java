package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Capture by row triggers. What MariaDB runs no trigger for is refused (foreign keys that change rows by themselves) or
 * noticed in another way ({@link Truncations}).
 */
final class MariaCapture implements ChangeCapture {

    /** How long one try to get at a table may hold up others, in seconds; and the rest after it. */
    private static final String ONE_TRY = "0.2";

    private static final Duration BETWEEN = Duration.ofMillis(300);

    private static final String CHANGED_BY_SERVER = """
            SELECT constraint_name FROM information_schema.referential_constraints
            WHERE constraint_schema = ? AND table_name = ?
              AND (delete_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT') OR update_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT'))
            ORDER BY constraint_name""";

    private static final String RECORD = """
            INSERT INTO theseus.captured_table (table_no, schema_name, table_name, since_id, fingerprint, physical)
            VALUES (?, ?, ?, UUID_SHORT() & 9223372036854775807, ?, ?)
            ON DUPLICATE KEY UPDATE fingerprint = VALUES(fingerprint)""";

    private static final String OPEN_TRANSACTIONS = """
            SELECT CONCAT('connection ', t.trx_mysql_thread_id, ' (', p.user, '@', p.host, ', open for ',
                TIMESTAMPDIFF(SECOND, t.trx_started, NOW()), ' s)')
            FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
            WHERE t.trx_mysql_thread_id <> CONNECTION_ID() ORDER BY t.trx_started LIMIT 20""";

    private final MariaDatabase database;
    private final Duration patience;

    /** @param patience until a table that is in use is given up */
    MariaCapture(MariaDatabase database, Duration patience) {
        this.database = database;
        this.patience = patience;
    }

    @Override
    public void install(TablePlan plan) {
        if (state(plan) == State.INSTALLED) {
            return;
        }
        TableName name = plan.old();
        CaptureTriggers triggers = new CaptureTriggers(plan.number(), name);
        MariaTable table = database.inTransaction("install capture on " + name, connection -> {
            refuseWhatTriggersCannotSee(connection, name);
            return TableReader.read(connection, plan);
        });
        Optional<String> physical = physicalIfKnown(name);
        change(name, "install capture on " + name, triggers.create(table));
        database.inTransaction("install capture on " + name, connection -> {
            String fingerprint = triggers.fingerprint(connection)
                    .orElseThrow(() -> MariaErrors.refused("The triggers on " + name + " are gone again"));
            // what the table was before the triggers stood: a TRUNCATE in between is noticed
            MariaSql.update(
                    connection,
                    RECORD,
                    plan.number(),
                    name.schema(),
                    name.name(),
                    fingerprint,
                    physical.orElse(""));
            return Boolean.TRUE;
        });
    }

    private Optional<String> physicalIfKnown(TableName name) {
        return database.inTransaction("look at " + name, c -> {
            String physical = Truncations.physical(c, name);
            if (physical.isEmpty()) {
                throw MariaErrors.refused("InnoDB does not say under which number it keeps " + name
                        + ", so a TRUNCATE would go unnoticed: GRANT PROCESS ON *.* to the role of Theseus");
            }
            return Optional.of(physical);
        });
    }

    private static void refuseWhatTriggersCannotSee(Connection connection, TableName table) throws SQLException {
        List<String> actions = MariaSql.rows(
                connection, CHANGED_BY_SERVER, List.of(table.schema(), table.name()), row -> row.getString(1));
        if (!actions.isEmpty()) {
            throw MariaErrors.refused("Rows of " + table
                    + " are changed by the server itself, through the actions of " + actions
                    + ", for which MariaDB runs no trigger: let the service do that instead, and make them RESTRICT");
        }
    }

    /** One definition after the other, each tried again while the table is in use. */
    private void change(TableName table, String attempted, List<String> statements) {
        long end = System.nanoTime() + patience.toNanos();
        for (String statement : statements) {
            while (!isDone(attempted, statement)) {
                if (System.nanoTime() - end >= 0) {
                    throw new CaptureRefused(table, openTransactions());
                }
                rest();
            }
        }
    }

    private boolean isDone(String attempted, String statement) {
        try {
            database.inTransaction(attempted, connection -> {
                MariaSql.execute(connection, "SET max_statement_time = " + ONE_TRY);
                try {
                    MariaSql.execute(connection, statement);
                } finally {
                    MariaSql.execute(connection, "SET max_statement_time = 0");
                }
                return Boolean.TRUE;
            });
            return true;
        } catch (DatabaseUnavailable e) {
            if (e.getCause() instanceof SQLException cause && isHeld(cause)) {
                return false;
            }
            throw e;
        }
    }

    /** A lock that was not granted in time, by either of two clocks. */
    private static boolean isHeld(SQLException error) {
        return error.getErrorCode() == 1969 || error.getErrorCode() == 1205;
    }

    private String openTransactions() {
        List<String> open = database.inTransaction(
                "name the open transactions",
                c -> MariaSql.rows(c, OPEN_TRANSACTIONS, List.of(), row -> row.getString(1)));
        return open.isEmpty() ? "nobody any more" : "one of " + String.join(", ", open);
    }

    private static void rest() {
        try {
            Thread.sleep(BETWEEN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a table was in use", e);
        }
    }

    @Override
    public void remove(TablePlan plan) {
        remove(plan.number(), plan.old());
    }

    private void remove(int number, TableName name) {
        change(name, "remove capture from " + name, new CaptureTriggers(number, name).drop());
        database.inTransaction(
                "remove capture from " + name,
                c -> MariaSql.update(c, "DELETE FROM theseus.captured_table WHERE table_no = ?", number));
    }

    /** Of all tables that are on record. */
    void removeAll() {
        record Captured(int number, TableName name) {}
        List<Captured> all = database.inTransaction(
                "look for captured tables",
                c -> MariaSql.rows(
                        c,
                        "SELECT table_no, schema_name, table_name FROM theseus.captured_table",
                        List.of(),
                        row -> new Captured(row.getInt(1), new TableName(row.getString(2), row.getString(3)))));
        all.forEach(captured -> remove(captured.number(), captured.name()));
    }

    @Override
    public State state(TablePlan plan) {
        TableName name = plan.old();
        return database.inTransaction("look at the capture of " + name, connection -> {
            Optional<String> standing = new CaptureTriggers(plan.number(), name).fingerprint(connection);
            Optional<String> recorded = MariaSql.rows(
                            connection,
                            "SELECT fingerprint FROM theseus.captured_table WHERE table_no = ?",
                            List.of(plan.number()),
                            row -> row.getString(1))
                    .stream()
                    .findFirst();
            if (recorded.isEmpty() && standing.isEmpty()) {
                return State.ABSENT;
            }
            return recorded.equals(standing) ? State.INSTALLED : State.DAMAGED;
        });
    }
}

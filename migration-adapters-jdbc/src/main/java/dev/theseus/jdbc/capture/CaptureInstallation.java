package dev.theseus.jdbc.capture;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Puts the triggers on one table, inside the transaction that holds its lock, and takes them away. */
record CaptureInstallation(TablePlan plan, Side side) {

    private static final String NOT_SUPPORTED = "0A000";

    /**
     * Taken after the table's lock is held: no open transaction has changed the table unnoted, and all that will change
     * it have an id that is not older than this snapshot's oldest. The first installation counts.
     */
    private static final String RECORD = """
            INSERT INTO theseus.captured_table AS c (table_no, relation, since_xid, fingerprint, relations)
            VALUES (?, ?, pg_snapshot_xmin(pg_current_snapshot()), ?, ?::oid[])
            ON CONFLICT (table_no) DO UPDATE SET relation = excluded.relation, fingerprint = excluded.fingerprint""";

    private static final String PARTITIONS =
            "SELECT p.relid::text FROM pg_partition_tree(%1$s) p WHERE p.relid <> %1$s";

    private static final String WITHOUT_TRUNCATE_TRIGGER =
            PARTITIONS + " AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = p.relid AND t.tgname = '%2$s')";

    private TableName table() {
        return plan.on(side);
    }

    private String quoted() {
        return Sql.quoted(table());
    }

    void install(Connection connection) throws SQLException {
        CaptureLook look = look(connection);
        CaptureScript script = new CaptureScript(PgRelation.read(connection, plan, side), plan.number(), form(look));
        if (!look.isRootIntact() || !look.seesEverything()) {
            Run.all(connection, CaptureScript.dropTriggers(quoted()));
            Run.all(connection, script.createFunctions());
            Run.all(connection, script.createTriggers());
            Run.sql(connection, CaptureScript.enable(quoted()));
        }
        for (String partition : partitions(connection, WITHOUT_TRUNCATE_TRIGGER)) {
            Run.sql(connection, script.createTruncateTrigger(partition));
        }
        for (String partition : partitions(connection, PARTITIONS)) {
            Run.sql(connection, CaptureScript.enable(partition));
        }
        record(connection);
    }

    private CaptureLook look(Connection connection) throws SQLException {
        return CaptureLook.at(connection, plan.number(), table());
    }

    private List<String> partitions(Connection connection, String query) throws SQLException {
        String root = "'" + quoted().replace("'", "''") + "'::regclass";
        return Run.texts(connection, query.formatted(root, CaptureScript.Event.TRUNCATE.trigger()));
    }

    private CaptureScript.Form form(CaptureLook look) throws SQLException {
        boolean partitioned = look.kind().equals("p");
        if (!partitioned && (!look.kind().equals("r") || look.hasChildren())) {
            throw new SQLException(
                    "Table " + table() + " is neither ordinary nor partitioned: its changes can't be noted",
                    NOT_SUPPORTED);
        }
        return switch (plan.capture()) {
            case AUTOMATIC -> look.needed();
            case ROW -> CaptureScript.Form.ROW;
            case STATEMENT -> {
                if (look.needed() == CaptureScript.Form.ROW) {
                    throw new SQLException(
                            "Statement triggers on " + table()
                                    + " would miss changes, since it has or is a partition or a "
                                    + "subscription writes to it: set its capture to automatic",
                            NOT_SUPPORTED);
                }
                yield CaptureScript.Form.STATEMENT;
            }
        };
    }

    private void record(Connection connection) throws SQLException {
        CaptureLook made = look(connection);
        try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
            insert.setInt(1, plan.number());
            insert.setString(2, table().toString());
            insert.setString(3, made.fingerprint());
            insert.setArray(
                    4, connection.createArrayOf("bigint", made.relations().toArray()));
            insert.executeUpdate();
        }
    }

    /** The table may be gone; what is left of capture goes all the same. */
    void remove(Connection connection) throws SQLException {
        String literal = "'" + quoted().replace("'", "''") + "'";
        if (!Run.texts(connection, "SELECT 1 WHERE to_regclass(" + literal + ") IS NOT NULL")
                .isEmpty()) {
            Run.all(connection, CaptureScript.dropTriggers(quoted()));
            for (String partition : partitions(connection, PARTITIONS)) {
                Run.all(connection, CaptureScript.dropTriggers(partition));
            }
        }
        Run.all(connection, CaptureScript.dropFunctions(plan.number()));
        Run.sql(connection, "DELETE FROM theseus.captured_table WHERE table_no = " + plan.number());
    }
}

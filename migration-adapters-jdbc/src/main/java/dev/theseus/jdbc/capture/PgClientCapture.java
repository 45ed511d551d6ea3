package dev.theseus.jdbc.capture;

import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Capture by the clients themselves, where no triggers are allowed. Here stands only what they need for it; that every
 * client notes, and has begun to before the copy begins, is up to who runs them.
 */
final class PgClientCapture implements ChangeCapture {

    private static final String NOT_SUPPORTED = "0A000";

    /** Rows that the server changes by itself when others are deleted; no statement names them. */
    private static final String CHANGED_BY_SERVER = """
            SELECT k.conname FROM pg_constraint k
            WHERE k.contype = 'f' AND k.confdeltype IN ('n', 'd') AND k.conrelid = ANY (?::oid[]) ORDER BY k.conname""";

    private static final String FINGERPRINT = """
            SELECT md5(string_agg(pg_get_functiondef(p.oid), '' ORDER BY p.proname)) || coalesce((
                SELECT md5(pg_get_viewdef(c.oid)) FROM pg_class c WHERE c.oid = to_regclass('theseus.noted_key')), '')
            FROM pg_proc p WHERE p.pronamespace = 'theseus'::regnamespace AND p.proname = ANY (?)""";

    private static final String RECORD = """
            INSERT INTO theseus.captured_table AS c (table_no, relation, since_xid, fingerprint, relations)
            VALUES (?, ?, pg_snapshot_xmin(pg_current_snapshot()), ?, ?::oid[])
            ON CONFLICT (table_no) DO UPDATE SET relation = excluded.relation, fingerprint = excluded.fingerprint""";

    private static final String DECLARE = """
            INSERT INTO theseus.client_table (table_no, schema_name, table_name, key) VALUES (?, ?, ?, ?)
            ON CONFLICT (table_no) DO UPDATE
            SET schema_name = excluded.schema_name, table_name = excluded.table_name, key = excluded.key""";

    private final PgDatabase source;

    PgClientCapture(PgDatabase source) {
        this.source = source;
    }

    @Override
    public void install(TablePlan plan) {
        if (state(plan) == State.INSTALLED) {
            return;
        }
        TableName table = plan.on(source.side());
        refuseWhatClientsCannotName(plan);
        source.inTransaction("declare that clients note the changes of " + table, connection -> {
            NotedKey key = NotedKey.of(connection, plan, source.side(), role(plan));
            PgRelation relation = key.relation();
            CaptureLook look = CaptureLook.at(connection, role(plan), table);
            refuseWhatClientsCannotSee(connection, table, look);
            Run.sql(connection, ClientScript.COMMON);
            Run.all(connection, ClientScript.dropFunctions(plan.number()));
            Run.all(connection, new ClientScript(relation, plan.number()).createFunctions());
            declare(connection, plan, relation);
            record(connection, plan, look);
            PartitionChanges.note(connection, key);
            return null;
        });
    }

    private static CaptureRole role(TablePlan plan) {
        return CaptureRole.driving(plan.number());
    }

    /** A client notes the key of the row that it changes, under one number. */
    private void refuseWhatClientsCannotName(TablePlan plan) {
        if (NotedKey.roles(plan, source.side()).size() != 1) {
            throw new DatabaseRefused(
                    source.side(),
                    NOT_SUPPORTED,
                    "Rows of " + plan.on(source.side()) + " are joined with those of other tables on their way, whose"
                            + " changes the clients can't note: capture it by triggers");
        }
    }

    private static void refuseWhatClientsCannotSee(Connection connection, TableName table, CaptureLook look)
            throws SQLException {
        if (!look.kind().equals("p") && (!look.kind().equals("r") || look.hasChildren())) {
            throw new SQLException(
                    "Table " + table + " is neither ordinary nor partitioned: its changes can't be noted",
                    NOT_SUPPORTED);
        }
        if (look.triggers() > 0) {
            throw new SQLException("Table " + table + " is captured by triggers: remove these first", NOT_SUPPORTED);
        }
        List<String> actions = texts(connection, CHANGED_BY_SERVER, "bigint", look.relations());
        if (!actions.isEmpty()) {
            throw new SQLException(
                    "Rows of " + table
                            + " are changed by the server itself, through ON DELETE SET NULL or SET DEFAULT of "
                            + actions
                            + ", which no client sees: let the service do that instead, or capture by triggers",
                    NOT_SUPPORTED);
        }
    }

    /** @throws DatabaseRefused if the clients note the table under another number already */
    private void declare(Connection connection, TablePlan plan, PgRelation relation) throws SQLException {
        TableName table = relation.name();
        refuseSecond(connection, plan, table);
        try (PreparedStatement insert = connection.prepareStatement(DECLARE)) {
            insert.setInt(1, plan.number());
            insert.setString(2, table.schema());
            insert.setString(3, table.name());
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "text", relation.key().stream().map(PgColumn::name).toArray()));
            insert.executeUpdate();
        }
    }

    private void refuseSecond(Connection connection, TablePlan plan, TableName table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT table_no FROM theseus.client_table WHERE schema_name = ? AND table_name = ? AND table_no <> ?")) {
            query.setString(1, table.schema());
            query.setString(2, table.name());
            query.setInt(3, plan.number());
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    throw new DatabaseRefused(
                            source.side(),
                            NOT_SUPPORTED,
                            "Rows of " + table + " go into several tables, and clients note a table once: capture it"
                                    + " by triggers");
                }
            }
        }
    }

    private void record(Connection connection, TablePlan plan, CaptureLook look) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
            insert.setInt(1, plan.number());
            insert.setString(2, plan.on(source.side()).toString());
            insert.setString(3, fingerprint(connection, plan.number()));
            insert.setArray(
                    4, connection.createArrayOf("bigint", look.relations().toArray()));
            insert.executeUpdate();
        }
    }

    private static String fingerprint(Connection connection, int number) throws SQLException {
        return "clients " + String.join("", texts(connection, FINGERPRINT, "name", ClientScript.names(number)));
    }

    private static List<String> texts(Connection connection, String query, String type, List<?> array)
            throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(query)) {
            prepared.setArray(1, connection.createArrayOf(type, array.toArray()));
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = prepared.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        }
    }

    /** Clients that still note fail from now on: they must have been stopped, or told to note no more. */
    @Override
    public void remove(TablePlan plan) {
        source.inTransaction(
                "remove what clients note the changes of " + plan.on(source.side()) + " with", connection -> {
                    Run.all(connection, ClientScript.dropFunctions(plan.number()));
                    Run.sql(connection, "DELETE FROM theseus.captured_table WHERE table_no = " + plan.number());
                    if (isDeclared(connection)) {
                        Run.sql(connection, "DELETE FROM theseus.client_table WHERE table_no = " + plan.number());
                        if (Run.texts(connection, "SELECT 1 FROM theseus.client_table LIMIT 1")
                                .isEmpty()) {
                            Run.sql(connection, ClientScript.NO_MORE);
                        }
                    }
                    return null;
                });
    }

    private static boolean isDeclared(Connection connection) throws SQLException {
        return !Run.texts(connection, "SELECT 1 WHERE to_regclass('theseus.client_table') IS NOT NULL")
                .isEmpty();
    }

    @Override
    public State state(TablePlan plan) {
        TableName table = plan.on(source.side());
        return source.inTransaction("look at the capture of " + table, connection -> {
            CaptureLook look = CaptureLook.at(connection, role(plan), table);
            CaptureLook.Recorded recorded = look.recorded();
            if (recorded == null) {
                return State.ABSENT;
            }
            boolean isWhole =
                    recorded.fingerprint().equals(fingerprint(connection, plan.number())) && look.isSameTree();
            return isWhole ? State.INSTALLED : State.DAMAGED;
        });
    }
}

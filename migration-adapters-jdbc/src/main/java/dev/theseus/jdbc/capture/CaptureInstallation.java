package dev.theseus.jdbc.capture;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Puts the triggers on one table, inside the transaction that holds its lock, and takes them away. */
record CaptureInstallation(TablePlan plan, Side side, CaptureRole role, TableName table) {

    private static final String NOT_SUPPORTED = "0A000";

    /**
     * Taken after the table's lock is held: no open transaction has changed the table unnoted, and all that will change
     * it have an id that is not older than this snapshot's oldest. The first installation counts.
     */
    private static final String RECORD = """
            INSERT INTO theseus.captured_table AS c (table_no, relation, since_xid, fingerprint, relations)
            VALUES (?, ?, pg_snapshot_xmin(pg_current_snapshot()), ?, ?::oid[])
            ON CONFLICT (table_no) DO UPDATE SET relation = excluded.relation, fingerprint = excluded.fingerprint""";

    private static final String RECORD_JOINED = """
            INSERT INTO theseus.captured_join AS c (table_no, relation, fingerprint, relations, join_no) VALUES (?, ?, ?, ?::oid[], %d)
            ON CONFLICT (table_no, join_no) DO UPDATE SET relation = excluded.relation, fingerprint = excluded.fingerprint""";

    private static final String PARTITIONS =
            "SELECT p.relid::text FROM pg_partition_tree(%1$s) p WHERE p.relid <> %1$s";

    private static final String WITHOUT_TRUNCATE_TRIGGER =
            PARTITIONS + " AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = p.relid AND t.tgname = '%2$s')";

    /** The triggers that are there already say what their names begin with; another plan may have the usual names. */
    @SuppressWarnings("InlineFormatString") // it is easier to read by itself
    private static final String TRIGGERS_BEGIN = """
            WITH tree AS (SELECT %1$s::oid AS oid UNION SELECT p.relid::oid FROM pg_partition_tree(%1$s) p),
            there AS (SELECT t.tgname, p.pronamespace = to_regnamespace('theseus') AND p.proname = '%2$sinsert' AS is_ours
              FROM pg_trigger t JOIN tree ON tree.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgname LIKE '%%insert')
            SELECT coalesce((SELECT left(tgname, -6) FROM there WHERE is_ours LIMIT 1),
              CASE WHEN EXISTS (SELECT FROM there WHERE tgname = '%3$sinsert') THEN '%4$s' ELSE '%3$s' END)""";

    @SuppressWarnings("InlineFormatString") // it is easier to read by itself
    private static final String DROP_TRIGGERS = """
            SELECT format('DROP TRIGGER IF EXISTS %%I ON %%s', t.tgname, t.tgrelid::regclass) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgparentid = 0 AND p.pronamespace = to_regnamespace('theseus') AND p.proname IN (%2$s)
              AND (t.tgrelid = %1$s OR t.tgrelid IN (SELECT relid FROM pg_partition_tree(%1$s)))""";

    /** All that a plan needs on a side. */
    static List<CaptureInstallation> of(TablePlan plan, Side side) {
        return NotedKey.roles(plan, side).stream()
                .map(role -> new CaptureInstallation(plan, side, role, NotedKey.table(plan, side, role)))
                .toList();
    }

    private String quoted() {
        return Sql.quoted(table);
    }

    /** The table, as a constant. */
    private String root() {
        return "'" + quoted().replace("'", "''") + "'::regclass";
    }

    void install(Connection connection) throws SQLException {
        CaptureLook look = look(connection);
        String beginning = Run.texts(
                        connection,
                        TRIGGERS_BEGIN.formatted(root(), role.functions(), role.triggers(), role.otherTriggers()))
                .getFirst();
        CaptureScript script = new CaptureScript(NotedKey.of(connection, plan, side, role), form(look), beginning);
        if (!look.isRootIntact() || !look.seesEverything()) {
            Run.all(connection, dropTriggers(connection));
            Run.all(connection, script.createFunctions());
            Run.all(connection, script.createTriggers());
            Run.sql(connection, script.enable(quoted()));
        }
        String truncate = beginning + CaptureScript.Event.TRUNCATE.suffix();
        for (String partition : Run.texts(connection, WITHOUT_TRUNCATE_TRIGGER.formatted(root(), truncate))) {
            Run.sql(connection, script.createTruncateTrigger(partition));
        }
        for (String partition : Run.texts(connection, PARTITIONS.formatted(root()))) {
            Run.sql(connection, script.enable(partition));
        }
        record(connection);
    }

    CaptureLook look(Connection connection) throws SQLException {
        return CaptureLook.at(connection, role, table);
    }

    private List<String> dropTriggers(Connection connection) throws SQLException {
        String functions = CaptureScript.functionNames(role).stream()
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(", "));
        return Run.texts(connection, DROP_TRIGGERS.formatted(root(), functions));
    }

    private CaptureScript.Form form(CaptureLook look) throws SQLException {
        boolean partitioned = look.kind().equals("p");
        if (!partitioned && (!look.kind().equals("r") || look.hasChildren())) {
            throw new SQLException(
                    "Table " + table + " is neither ordinary nor partitioned: its changes can't be noted",
                    NOT_SUPPORTED);
        }
        return switch (plan.capture()) {
            case AUTOMATIC -> look.needed();
            case ROW -> CaptureScript.Form.ROW;
            case STATEMENT -> {
                if (look.needed() == CaptureScript.Form.ROW) {
                    throw new SQLException(
                            "Statement triggers on " + table
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
        String statement = role.join().map(RECORD_JOINED::formatted).orElse(RECORD);
        try (PreparedStatement insert = connection.prepareStatement(statement)) {
            insert.setInt(1, role.number());
            insert.setString(2, table.toString());
            insert.setString(3, made.fingerprint());
            insert.setArray(
                    4, connection.createArrayOf("bigint", made.relations().toArray()));
            insert.executeUpdate();
        }
    }

    /** Notes what came or went with partitions. */
    void noteChangedPartitions(Connection connection) throws SQLException {
        PartitionChanges.note(connection, NotedKey.of(connection, plan, side, role));
    }

    /** The table may be gone; what is left of capture goes all the same. */
    void remove(Connection connection) throws SQLException {
        String literal = "'" + quoted().replace("'", "''") + "'";
        if (!Run.texts(connection, "SELECT 1 WHERE to_regclass(" + literal + ") IS NOT NULL")
                .isEmpty()) {
            Run.all(connection, dropTriggers(connection));
        }
        Run.all(connection, CaptureScript.dropFunctions(role));
        Run.sql(connection, "DELETE FROM " + role.recordedIn() + " r WHERE " + role.isRecorded());
    }
}

package dev.theseus.jdbc.fence;

import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.LockPatience.Blockers;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Puts the fence on one table of one database, and takes it away.
 *
 * @param database the table's
 * @param script of the fence there
 * @param table on that side
 */
record FencedTable(PgDatabase database, FenceScript script, TableName table) {

    private static final String PARTITIONS =
            "SELECT p.relid::text FROM pg_partition_tree(to_regclass(%1$s)) p WHERE p.relid <> to_regclass(%1$s)";

    private static final String WITHOUT_TRUNCATE_TRIGGER =
            PARTITIONS + " AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = p.relid AND t.tgname = '"
                    + FenceScript.TRUNCATE_TRIGGER + "')";

    FenceLook look() {
        return database.inTransaction(
                "look at the fence of " + table, connection -> FenceLook.at(connection, script, table));
    }

    void install(LockPatience patience) {
        if (look().isIntact()) {
            return;
        }
        patience.run(
                database,
                "put the fence on " + table,
                table,
                Blockers.WRITERS,
                holders -> new CaptureRefused(table, holders),
                connection -> {
                    // whoever has written and not committed is waited for: from here on nobody is past the fence
                    Run.sql(connection, "LOCK TABLE " + Sql.quoted(table) + " IN SHARE ROW EXCLUSIVE MODE");
                    put(connection);
                    return Boolean.TRUE;
                });
    }

    private void put(Connection connection) throws SQLException {
        String quoted = Sql.quoted(table);
        Run.all(connection, FenceScript.dropTriggers(quoted));
        Run.sql(connection, script.createFunction());
        Run.all(
                connection,
                script.createTriggers(
                        quoted, FenceLook.at(connection, script, table).needed()));
        for (String partition : partitions(connection, WITHOUT_TRUNCATE_TRIGGER)) {
            Run.sql(connection, script.createTruncateTrigger(partition));
        }
        Run.sql(connection, FenceScript.enable(quoted));
        for (String partition : partitions(connection, PARTITIONS)) {
            Run.sql(connection, FenceScript.enable(partition));
        }
    }

    /** The table may be gone. */
    void remove(LockPatience patience) {
        if (look().isAbsent()) {
            return;
        }
        patience.run(
                database,
                "take the fence off " + table,
                table,
                Blockers.READERS_AND_WRITERS,
                holders -> new CaptureRefused(table, holders),
                connection -> {
                    Run.all(connection, FenceScript.dropTriggers(Sql.quoted(table)));
                    for (String partition : partitions(connection, PARTITIONS)) {
                        Run.all(connection, FenceScript.dropTriggers(partition));
                    }
                    return Boolean.TRUE;
                });
    }

    private List<String> partitions(Connection connection, String query) throws SQLException {
        return Run.texts(connection, query.formatted("'" + Sql.quoted(table).replace("'", "''") + "'"));
    }
}

package dev.theseus.jdbc.bookkeeping;

import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the triggers away that run functions of ours, whatever table they are on, also one that no plan names any more.
 * Table by table and with short tries: dropping the schema alone would drop them too, and hold up the service until it
 * had the locks of all tables at once.
 */
final class LeftTriggers {

    /** Those of partitions go with their parent's. */
    private static final String TRIGGERS = """
            SELECT n.nspname, c.relname,
              format('DROP TRIGGER IF EXISTS %I ON %I.%I', t.tgname, n.nspname, c.relname) AS dropping
            FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
            JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE f.pronamespace = to_regnamespace('theseus') AND t.tgparentid = 0
            ORDER BY n.nspname, c.relname, t.tgname""";

    private LeftTriggers() {}

    static void drop(PgDatabase database, LockPatience patience) {
        Map<TableName, List<String>> left = database.inTransaction("look for triggers", LeftTriggers::byTable);
        left.forEach((table, statements) -> patience.run(
                database,
                "drop triggers of " + table,
                table,
                LockPatience.Blockers.READERS_AND_WRITERS,
                holders -> new CaptureRefused(table, holders),
                connection -> {
                    Run.all(connection, statements);
                    return Boolean.TRUE;
                }));
    }

    private static Map<TableName, List<String>> byTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TRIGGERS)) {
            Map<TableName, List<String>> found = new LinkedHashMap<>();
            while (rows.next()) {
                TableName table = new TableName(rows.getString("nspname"), rows.getString("relname"));
                found.computeIfAbsent(table, t -> new ArrayList<>()).add(rows.getString("dropping"));
            }
            return found;
        }
    }
}

package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Notices TRUNCATE, of which MariaDB tells no trigger. InnoDB makes a truncated table anew, under another number; so
 * does a rebuild, and so do partitions that come and go. All of them are noted like a TRUNCATE, which only removes what
 * old has no more. Safe for several threads.
 */
final class Truncations {

    private static final long EVERY = Duration.ofMillis(200).toNanos();

    /** Names stand there in the form that file names have. Needs the privilege PROCESS. */
    private static final String PHYSICAL = """
            SELECT coalesce(GROUP_CONCAT(t.TABLE_ID ORDER BY t.TABLE_ID), '') FROM information_schema.INNODB_SYS_TABLES t
            WHERE CONVERT(CAST(SUBSTRING_INDEX(t.NAME, '/', 1) AS BINARY) USING filename) = ?
              AND CONVERT(CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(SUBSTRING_INDEX(t.NAME, '/', -1), '#P#', 1), '#p#', 1) AS BINARY)
                    USING filename) = ?""";

    private static final String CAPTURED =
            "SELECT table_no, schema_name, table_name, physical FROM theseus.captured_table ORDER BY table_no";

    private final MariaDatabase database;
    private final AtomicLong looked = new AtomicLong(System.nanoTime() - EVERY);

    Truncations(MariaDatabase database) {
        this.database = database;
    }

    /** The numbers under which InnoDB keeps a table and its partitions. */
    static String physical(Connection connection, TableName table) throws SQLException {
        return MariaSql.rows(
                        connection, PHYSICAL, List.of(table.schema(), table.name()), row -> row.getString(1))
                .getFirst();
    }

    /** Looks, unless that was done a moment ago. */
    void noteIfDue() {
        long last = looked.get();
        if (System.nanoTime() - last >= EVERY && looked.compareAndSet(last, System.nanoTime())) {
            note();
        }
    }

    private record Captured(int number, TableName table, String physical) {}

    /** Notes what was truncated since it was last looked. */
    void note() {
        database.inTransaction("look for truncated tables", connection -> {
            for (Captured captured : captured(connection)) {
                String now = physical(connection, captured.table());
                if (!now.equals(captured.physical()) && isFirst(connection, captured, now)) {
                    MariaSql.update(
                            connection,
                            "INSERT INTO theseus.change_log (table_no, row_key) VALUES (?, NULL)",
                            captured.number());
                }
            }
            return Boolean.TRUE;
        });
    }

    private static List<Captured> captured(Connection connection) throws SQLException {
        return MariaSql.rows(
                connection,
                CAPTURED,
                List.of(),
                row -> new Captured(
                        row.getInt("table_no"),
                        new TableName(row.getString("schema_name"), row.getString("table_name")),
                        row.getString("physical")));
    }

    private static boolean isFirst(Connection connection, Captured captured, String now) throws SQLException {
        return MariaSql.update(
                        connection,
                        "UPDATE theseus.captured_table SET physical = ? WHERE table_no = ? AND physical = ?",
                        now,
                        captured.number(),
                        captured.physical())
                == 1;
    }
}

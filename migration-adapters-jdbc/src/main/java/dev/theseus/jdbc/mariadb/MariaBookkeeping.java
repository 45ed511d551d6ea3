package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.preparation.AlreadyInUse;
import dev.theseus.domain.preparation.Preparation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps everything in the database {@code theseus} of the old server, and leaves new to the preparation of PostgreSQL.
 * MariaDB commits after each definition, so what was made before a failure stays, and is made no second time.
 */
final class MariaBookkeeping implements Preparation {

    /**
     * change_log: the key's text, compared byte by byte and with the spaces at its end, is indexed by its beginning; NULL
     * means the whole table. physical: the numbers under which InnoDB keeps the table; a TRUNCATE gives it others.
     */
    private static final List<String> DDL = List.of(
            "CREATE DATABASE IF NOT EXISTS theseus CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin",
            "CREATE TABLE IF NOT EXISTS theseus.migration (name VARCHAR(200) PRIMARY KEY,"
                    + " prepared_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)) ENGINE = InnoDB",
            """
            CREATE TABLE IF NOT EXISTS theseus.change_log (
              id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
              table_no INT NOT NULL,
              row_key LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
              logged_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
              KEY by_key (table_no, row_key(191))) ENGINE = InnoDB""",
            """
            CREATE TABLE IF NOT EXISTS theseus.set_aside (
              id BIGINT NOT NULL PRIMARY KEY,
              table_no INT NOT NULL,
              row_key LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
              sql_state CHAR(5) NOT NULL,
              what LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
              attempts INT NOT NULL,
              since TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
              KEY by_key (table_no, row_key(191))) ENGINE = InnoDB""",
            """
            CREATE TABLE IF NOT EXISTS theseus.captured_table (
              table_no INT NOT NULL PRIMARY KEY,
              schema_name VARCHAR(64) NOT NULL,
              table_name VARCHAR(64) NOT NULL,
              since_id BIGINT NOT NULL,
              fingerprint CHAR(32) NOT NULL,
              physical LONGTEXT NOT NULL) ENGINE = InnoDB""",
            "CREATE TABLE IF NOT EXISTS theseus.flushed (one INT PRIMARY KEY, times BIGINT NOT NULL) ENGINE = InnoDB",
            "INSERT IGNORE INTO theseus.flushed VALUES (1, 0)");

    private static final String PREPARED =
            "SELECT 1 FROM information_schema.tables WHERE table_schema = 'theseus' AND table_name = 'migration'";

    private final MariaDatabase old;
    private final Preparation target;
    private final MariaCapture capture;

    MariaBookkeeping(MariaDatabase old, Preparation target, MariaCapture capture) {
        this.old = old;
        this.target = target;
        this.capture = capture;
    }

    @Override
    public void prepare(MigrationId migration) {
        refuseOther(migration);
        target.prepare(migration);
        old.inTransaction("prepare the bookkeeping", c -> {
            requireLogging(c);
            for (String statement : DDL) {
                MariaSql.execute(c, statement);
            }
            MariaSql.update(c, "INSERT IGNORE INTO theseus.migration (name) VALUES (?)", migration.value());
            return Boolean.TRUE;
        });
        // of two that prepared at the same moment, one finds the other
        refuseOther(migration);
    }

    private void refuseOther(MigrationId migration) {
        owner().filter(o -> !o.equals(migration.value())).ifPresent(other -> {
            throw new AlreadyInUse(old.side(), other);
        });
    }

    private Optional<String> owner() {
        return old.inTransaction("look for bookkeeping", c -> isPrepared(c)
                ? MariaSql.rows(
                        c,
                        "SELECT name FROM theseus.migration ORDER BY prepared_at, name",
                        List.of(),
                        row -> row.getString(1))
                        .stream()
                        .findFirst()
                : Optional.empty());
    }

    private static boolean isPrepared(Connection connection) throws SQLException {
        return !MariaSql.rows(connection, PREPARED, List.of(), row -> row.getInt(1))
                .isEmpty();
    }

    /** Sessions of ours read what is committed, and such may not write to a log of statements. */
    private static void requireLogging(Connection connection) throws SQLException {
        String format = MariaSql.rows(
                        connection,
                        "SELECT IF(@@global.log_bin, @@global.binlog_format, 'ROW')",
                        List.of(),
                        row -> row.getString(1))
                .getFirst();
        if (format.equals("STATEMENT")) {
            throw MariaErrors.refused("The binary log of the old server is kept by statement, which forbids writes of "
                    + "sessions that read what is committed: set binlog_format to MIXED or ROW");
        }
    }

    @Override
    public void removeRows(List<TablePlan> tables) {
        target.removeRows(tables);
    }

    @Override
    public void remove(MigrationId migration) {
        target.remove(migration);
        if (owner().filter(o -> o.equals(migration.value())).isPresent()) {
            capture.removeAll();
            old.inTransaction("remove the bookkeeping", c -> {
                MariaSql.execute(c, "DROP DATABASE IF EXISTS theseus");
                return Boolean.TRUE;
            });
        }
    }
}

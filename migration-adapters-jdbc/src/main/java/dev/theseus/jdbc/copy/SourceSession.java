package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What every transaction on the old database begins with: it waits for no lock for long, and most only read. */
final class SourceSession {

    /**
     * Sequential scans off: the look into the change log must be by index whatever the statistics say, and a walk by
     * key must follow the index. Range scans of the heap are not meant by it. Nothing here is worth compiling, and the
     * cores belong to the service.
     */
    private static final String SETTINGS = """
            SET LOCAL lock_timeout = '10s'; SET LOCAL enable_seqscan = off;
            SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0""";

    private SourceSession() {}

    static void begin(Connection old) throws SQLException {
        execute(old, "SET LOCAL transaction_read_only = on; " + SETTINGS);
    }

    /** For what is written to the change log; its ids may be drawn only by a transaction that has a number already. */
    static void beginNoting(Connection old) throws SQLException {
        execute(old, SETTINGS);
        execute(old, "SELECT pg_catalog.pg_current_xact_id()");
    }

    /** Keeps the heap what it is until the transaction ends. Readers and writers don't feel it. */
    static void hold(Connection old, TableName relation) throws SQLException {
        execute(old, "LOCK TABLE ONLY " + Sql.quoted(relation) + " IN ACCESS SHARE MODE");
    }

    private static void execute(Connection old, String sql) throws SQLException {
        try (Statement statement = old.createStatement()) {
            statement.execute(sql);
        }
    }
}

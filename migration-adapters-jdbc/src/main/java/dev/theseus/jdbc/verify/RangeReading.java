package dev.theseus.jdbc.verify;

import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Prepares a transaction to read a range of a heap. */
final class RangeReading {

    /**
     * Buckets fit into memory, so sorting them would only cost time. A role that sees only some of the rows must meet
     * an error, not a comparison of what it sees.
     */
    private static final String SETTINGS = """
            SET LOCAL jit = off; SET LOCAL enable_sort = off; SET LOCAL max_parallel_workers_per_gather = 0;
            SET LOCAL work_mem = '64MB'; SET LOCAL row_security = off""";

    private RangeReading() {}

    /**
     * Settings, then the lock that keeps the heap from being exchanged while it is read, then the look whether it was
     * exchanged before.
     */
    static void begin(Connection connection, HeapRange range) throws SQLException {
        settings(connection);
        if (range.fileNode() != HeapRange.NO_FILE) {
            requireSameHeap(connection, range);
        }
    }

    /** The settings alone, for rows that nobody else has. */
    static void settings(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
        }
    }

    private static void requireSameHeap(Connection connection, HeapRange range) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE ONLY " + Sql.quoted(range.relation()) + " IN ACCESS SHARE MODE");
        }
        try (PreparedStatement query =
                connection.prepareStatement("SELECT coalesce(pg_relation_filenode(?::regclass)::bigint, 0)")) {
            query.setString(1, Sql.quoted(range.relation()));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                if (row.getLong(1) != range.fileNode()) {
                    throw new HeapMoved(range.relation().toString());
                }
            }
        }
    }
}

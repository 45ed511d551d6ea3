package dev.theseus.jdbc.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Waits until what a session has read is on its server's disk. A commit made with {@code synchronous_commit = off} is
 * visible before it is durable. Carried over in between, it would stay in the target although a crash of the source
 * undid it, and its log entry with it: nobody would ever look at that key again.
 */
public final class PgDurability {

    /** Reading itself may write to the server's log (pruning), so on a quiet server nobody else flushes it. */
    private static final int LOOKS = 2;

    private static final Duration BETWEEN = Duration.ofNanos(200_000);

    private PgDurability() {}

    /**
     * Returns once everything that was visible on this session when it was called is on disk. Mostly that is so, or the
     * next commit of somebody else makes it so; else a record of our own is flushed, and all before it. Ends the
     * session's transaction.
     */
    public static void await(Connection source) throws SQLException, InterruptedException {
        await(source, "");
    }

    /**
     * The same of everything before a position of the server's log.
     *
     * @param position as {@code pg_lsn} is written
     */
    public static void await(Connection source, String position) throws SQLException, InterruptedException {
        String seen = position;
        for (int look = 0; look < LOOKS; look++) {
            seen = notOnDisk(source, seen);
            if (seen.isEmpty()) {
                source.commit();
                return;
            }
            Thread.sleep(BETWEEN);
        }
        text(source, "SELECT pg_catalog.pg_logical_emit_message(true, 'theseus', '')");
        source.commit();
    }

    /**
     * One question: where the server's log is, and whether it is on disk up to there.
     *
     * @param seen where the log was when it was looked at first
     * @return that, or nothing if it is on disk up to there
     */
    private static String notOnDisk(Connection source, String seen) throws SQLException {
        return text(
                source,
                "SELECT CASE WHEN pg_catalog.pg_current_wal_flush_lsn() OPERATOR(pg_catalog.>=) s THEN '' ELSE s::text END FROM "
                        + (seen.isEmpty()
                                ? "pg_catalog.pg_current_wal_insert_lsn() s"
                                : "(SELECT '" + seen + "'::pg_catalog.pg_lsn) f(s)"));
    }

    private static String text(Connection source, String query) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}

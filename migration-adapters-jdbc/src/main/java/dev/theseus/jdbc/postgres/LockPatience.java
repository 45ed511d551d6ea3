package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How changes of a table's definition wait for its lock. A waiting lock request makes everybody after it wait as well,
 * so each try is short and gives way; between tries the queue is free to pass.
 *
 * @param lockTimeout how long one try may hold up others
 * @param patience after which no further try is made
 */
public record LockPatience(Duration lockTimeout, Duration patience) {

    public static final LockPatience DEFAULT = new LockPatience(Duration.ofMillis(200), Duration.ofMinutes(2));

    private static final Duration FIRST_REST = Duration.ofMillis(50);
    private static final Duration LONGEST_REST = Duration.ofSeconds(3);

    /** Readers are left out unless they are in the way too. */
    private static final String HOLDERS = """
            SELECT string_agg(DISTINCT CASE WHEN a.pid IS NULL THEN 'a prepared transaction' ELSE
                     format('process %s (%s) in a transaction since %s', a.pid,
                       coalesce(nullif(a.application_name, ''), a.backend_type), coalesce(a.xact_start::text, '?')) END, '; ')
            FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'relation' AND l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND (l.mode NOT IN ('AccessShareLock', 'RowShareLock') OR ?)
              AND (l.relation IN (SELECT to_regclass(?)::oid UNION SELECT relid::oid FROM pg_partition_tree(to_regclass(?)))
                OR (? AND l.relation IN (SELECT unnest(ARRAY[k.conrelid, k.confrelid]) FROM pg_constraint k
                                         WHERE k.contype = 'f' AND to_regclass(?)::oid IN (k.conrelid, k.confrelid))))""";

    /** Whether readers of the table are in the way of the change. */
    public enum Blockers {
        WRITERS,
        READERS_AND_WRITERS,
        /** Also those of the tables that a foreign key ties to this one. */
        READERS_AND_WRITERS_OF_TIED_TABLES
    }

    /**
     * Runs work in a transaction of its own, again and again while a lock is not free.
     *
     * @param attempted as a phrase that follows "tried to"
     * @param table whose lock is wanted
     * @param refused makes the exception for when patience ends, from a description of who holds the lock
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server is away
     * @throws dev.theseus.domain.database.DatabaseRefused if the server refused
     */
    public <T extends @Nullable Object> T run(
            PgDatabase database,
            String attempted,
            TableName table,
            Blockers blockers,
            Function<String, RuntimeException> refused,
            SqlWork<T> work) {
        long deadline = System.nanoTime() + patience.toNanos();
        Duration rest = FIRST_REST;
        while (true) {
            try (Connection connection = database.connect()) {
                limit(connection);
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException e) {
                if (!isAboutLocks(e)) {
                    throw PgErrors.translate(database.side(), attempted, e);
                }
                if (System.nanoTime() > deadline || !rested(rest)) {
                    throw refused.apply(holders(database, table, blockers));
                }
                rest = rest.multipliedBy(2).compareTo(LONGEST_REST) < 0 ? rest.multipliedBy(2) : LONGEST_REST;
            }
        }
    }

    private void limit(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + lockTimeout.toMillis());
        }
    }

    private static boolean isAboutLocks(SQLException error) {
        String state = PgErrors.state(error);
        return state.equals(PgErrors.LOCK_NOT_AVAILABLE) || state.equals(PgErrors.DEADLOCK);
    }

    /** Half of the rest is random, so that two that wait do not meet again. */
    private static boolean rested(Duration rest) {
        try {
            Thread.sleep(rest.toMillis() / 2 + ThreadLocalRandom.current().nextLong(rest.toMillis() / 2 + 1));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String holders(PgDatabase database, TableName table, Blockers blockers) {
        return database.inTransaction("see who holds the lock of " + table, connection -> {
            try (PreparedStatement query = connection.prepareStatement(HOLDERS)) {
                query.setBoolean(1, blockers != Blockers.WRITERS);
                query.setString(2, Sql.quoted(table));
                query.setString(3, Sql.quoted(table));
                query.setBoolean(4, blockers == Blockers.READERS_AND_WRITERS_OF_TIED_TABLES);
                query.setString(5, Sql.quoted(table));
                try (ResultSet row = query.executeQuery()) {
                    String holders = row.next() ? row.getString(1) : null;
                    return holders == null ? "nobody any more" : holders;
                }
            }
        });
    }
}

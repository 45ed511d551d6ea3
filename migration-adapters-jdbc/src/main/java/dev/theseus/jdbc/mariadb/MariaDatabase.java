package dev.theseus.jdbc.mariadb;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An old database that is a MariaDB, through a pool of sessions whose settings make text forms the same on every server.
 * Safe for several threads. Opening it connects to nothing; a server that is away shows at the first use.
 */
public final class MariaDatabase implements AutoCloseable {

    /**
     * What is read after a lock must see what the lock waited for, hence READ COMMITTED, and who wants one snapshot for
     * several statements asks for it. Triggers keep the mode under which they were made: backslashes must mean
     * themselves twice. TIMESTAMP columns are printed in the session's zone.
     */
    private static final String SESSION = """
            SET sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', innodb_lock_wait_timeout = 2,
              lock_wait_timeout = 5, max_statement_time = 0, foreign_key_checks = 1, group_concat_max_len = 1048576,
              character_set_client = utf8mb4, character_set_results = utf8mb4, collation_connection = utf8mb4_nopad_bin""";

    private static final int PING_SECONDS = 5;

    private final HikariDataSource pool;

    private MariaDatabase(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * @param url a JDBC URL: {@code jdbc:mariadb://host:port/}
     * @param user or null if the URL says it
     * @param password or null
     * @param sessions the most that are open at the same time
     */
    public static MariaDatabase open(String url, @Nullable String user, @Nullable String password, int sessions) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("theseus-old");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(sessions);
        config.setMinimumIdle(0);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(SESSION);
        return new MariaDatabase(new HikariDataSource(config));
    }

    public Side side() {
        return Side.OLD;
    }

    /** A session with a transaction about to begin; uncommitted work is rolled back when it is closed. */
    Connection connect() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw MariaErrors.known(e);
        }
    }

    /** A session whose next transaction reads everything from one snapshot, taken by its first statement. */
    Connection snapshot() throws SQLException {
        Connection connection = connect();
        try {
            MariaSql.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw MariaErrors.known(e);
        }
    }

    /**
     * Runs work in one transaction: commits when it returns, rolls back when it throws.
     *
     * @param attempted what this is for, as a phrase that follows "tried to"
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server is away; the commit may have happened
     * @throws dev.theseus.domain.database.DatabaseRefused if the server refused
     */
    <T extends @Nullable Object> T inTransaction(String attempted, SqlWork<T> work) {
        try (Connection connection = connect()) {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw PgErrors.translate(side(), attempted, MariaErrors.known(e));
        }
    }

    /** Whether the server answers within some seconds. Never throws. */
    public boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(PING_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}

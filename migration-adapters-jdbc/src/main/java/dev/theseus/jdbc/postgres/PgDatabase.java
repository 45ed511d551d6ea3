package dev.theseus.jdbc.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.database.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One of the two databases, through a pool of sessions whose settings make text forms the same on every server. Safe
 * for several threads. Opening it connects to nothing; a server that is away shows at the first use.
 */
public final class PgDatabase implements AutoCloseable {

    /**
     * Text forms of dates, intervals, floats, bytea and money depend on these; keys travel as text, so they must not
     * depend on how a server is configured. An empty search path makes every printed name a qualified one. What is read
     * after a lock must see what the lock waited for, hence READ COMMITTED. Row security must fail, not hide rows.
     * Entries are retired from one server because the other has committed, so that commit must be on disk, whatever the
     * role's default.
     */
    private static final String SESSION = """
            SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET TimeZone = 'UTC'; SET extra_float_digits = 3;
            SET bytea_output = 'hex'; SET lc_monetary = 'C'; SET search_path = pg_catalog; SET statement_timeout = 0;
            SET idle_in_transaction_session_timeout = 0; SET lock_timeout = 0; SET xmloption = content;
            SET synchronous_commit = on; SET default_transaction_isolation = 'read committed'; SET row_security = off;
            SET default_transaction_read_only = off""";

    private static final int PING_SECONDS = 5;

    private final Side side;
    private final Sessions sessions;

    private PgDatabase(Side side, Sessions sessions) {
        this.side = side;
        this.sessions = sessions;
    }

    /**
     * A database whose sessions come from a pool of somebody else's, which closing this does not close. No session is
     * left with a setting of ours.
     *
     * @param statementLimit after which the server ends a statement of ours
     */
    public static PgDatabase over(Side side, DataSource pool, Duration statementLimit) {
        return new PgDatabase(side, new SharedSessions(pool, statementLimit));
    }

    /**
     * A database whose sessions come from a pool that is used for this alone, and straight from the server: they keep
     * our settings, and those of new the role of a replica where that is permitted. Closing this does not close it.
     *
     * @param statementLimit after which the server ends a statement of ours
     */
    public static PgDatabase keeping(Side side, DataSource pool, Duration statementLimit) {
        String settings = SESSION + "; SET statement_timeout = " + statementLimit.toMillis();
        return new PgDatabase(side, new KeptSessions(side, pool, settings));
    }

    /**
     * @param url a JDBC URL
     * @param user the role, or null if the URL or the driver's defaults say it
     * @param password or null
     * @param sessions the most that are open at the same time
     */
    public static PgDatabase open(
            Side side, String url, @Nullable String user, @Nullable String password, int sessions) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("theseus-" + side);
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(sessions);
        config.setMinimumIdle(0);
        config.setAutoCommit(false);
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(SESSION);
        config.setDataSourceProperties(driverProperties());
        return new PgDatabase(side, new OwnSessions(new HikariDataSource(config)));
    }

    private static Properties driverProperties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "theseus");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("reWriteBatchedInserts", "true");
        return properties;
    }

    public Side side() {
        return side;
    }

    /**
     * A session with a transaction about to begin; the caller commits and closes it. Uncommitted work is rolled back.
     */
    public Connection connect() throws SQLException {
        return sessions.connect();
    }

    /** The same, before the session's settings are made: for who has statements that can go with them. */
    public Opening open() throws SQLException {
        return sessions.open();
    }

    /**
     * Runs work in one transaction: commits when it returns, rolls back when it throws.
     *
     * @param attempted what this is for, as a phrase that follows "tried to"
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server is away; the commit may have happened
     * @throws dev.theseus.domain.database.DatabaseRefused if the server refused
     */
    public <T extends @Nullable Object> T inTransaction(String attempted, SqlWork<T> work) {
        try (Connection connection = connect()) {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw PgErrors.translate(side, attempted, e);
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
        sessions.close();
    }

    private record OwnSessions(HikariDataSource pool) implements Sessions {

        @Override
        public Opening open() throws SQLException {
            return new Opening(pool.getConnection(), "", 0);
        }

        @Override
        public void close() {
            pool.close();
        }
    }
}

package dev.theseus.jdbc.control;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.chain.AuditChain;
import dev.theseus.domain.process.RunLock;
import dev.theseus.domain.stream.StreamProgress;
import dev.theseus.jdbc.audit.PgAuditChain;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;

/** The pool of sessions of the control database. Safe for several threads. */
public final class ControlConnections implements AutoCloseable {

    private static final int SESSIONS = 8;

    private static final String LOCK_OUT_OTHERS = """
            SELECT pg_advisory_xact_lock(hashtextextended('theseus control tables', 0))
            """;

    private final ControlAddress address;
    private final HikariDataSource pool;

    private ControlConnections(ControlAddress address, HikariDataSource pool) {
        this.address = address;
        this.pool = pool;
    }

    /**
     * Opens the pool and makes sure that the tables stand. Several processes may do so at the same moment.
     *
     * @param ddl scripts that may be run again and again
     * @throws ControlDatabaseUnavailable if the server does not answer or refuses
     */
    public static ControlConnections open(ControlAddress address, List<String> ddl) {
        ControlConnections connections = new ControlConnections(address, new HikariDataSource(config(address)));
        try {
            connections.createTables(ddl);
            return connections;
        } catch (SQLException refused) {
            connections.close();
            throw new ControlDatabaseUnavailable("create the control tables", address, refused);
        }
    }

    private static HikariConfig config(ControlAddress address) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("theseus-control");
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(SESSIONS);
        config.setMinimumIdle(1);
        config.setAutoCommit(false);
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        config.setInitializationFailTimeout(-1);
        config.setDataSourceProperties(properties());
        return config;
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "theseus control");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        return properties;
    }

    private void createTables(List<String> ddl) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            // CREATE ... IF NOT EXISTS collides with itself when two sessions run it at the same moment
            statement.execute(LOCK_OUT_OTHERS);
            for (String script : ddl) {
                statement.execute(script);
            }
            connection.commit();
        }
    }

    /** Sessions in which nothing commits by itself. */
    public DataSource source() {
        return pool;
    }

    /** The lock that lets one process at a time run a migration of this control database. */
    public RunLock runLock() {
        return new PgRunLock(address);
    }

    /** The chain over the events; {@link PgAuditChain#ddl} has been run. */
    public AuditChain auditChain() {
        return new PgAuditChain(
                pool, failed -> new ControlDatabaseUnavailable("show the chain over its events", address, failed));
    }

    /** How far the publishing of events is. */
    public StreamProgress streamProgress() {
        return new PgStreamProgress(pool, address);
    }

    /**
     * Which data directory the server behind an address has.
     *
     * @return empty if it does not let us in, whatever the reason
     */
    public static Optional<String> dataDirectory(ControlAddress address) {
        Properties properties = properties();
        PgRunLock.logIn(properties, address);
        properties.setProperty("loginTimeout", "5");
        try (Connection connection = DriverManager.getConnection(address.url(), properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('data_directory')")) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        } catch (SQLException notLetIn) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}

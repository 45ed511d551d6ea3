package dev.theseus.jdbc.control;

import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.RunLock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/**
 * An advisory lock held by a session of its own: when the process dies, the server sees the session end and gives the
 * lock back, however the process died.
 */
final class PgRunLock implements RunLock {

    private static final String TRY_LOCK = """
            SELECT pg_try_advisory_lock(hashtextextended('theseus run ' || ?, 0))
            """;

    private final ControlAddress address;

    PgRunLock(ControlAddress address) {
        this.address = address;
    }

    @Override
    public Optional<Held> tryAcquire(MigrationId migration) {
        try {
            Connection session = connect();
            if (lock(session, migration)) {
                return Optional.of(() -> end(session));
            }
            end(session);
            return Optional.empty();
        } catch (SQLException failed) {
            throw new ControlDatabaseUnavailable("take the lock of migration " + migration, address, failed);
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "theseus run");
        properties.setProperty("tcpKeepAlive", "true");
        logIn(properties, address);
        return DriverManager.getConnection(address.url(), properties);
    }

    static void logIn(Properties properties, ControlAddress address) {
        if (address.user() != null) {
            properties.setProperty("user", address.user());
        }
        if (address.password() != null) {
            properties.setProperty("password", address.password());
        }
    }

    private static boolean lock(Connection session, MigrationId migration) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(TRY_LOCK)) {
            statement.setString(1, migration.value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException failed) {
            end(session);
            throw failed;
        }
    }

    private static void end(Connection session) {
        try {
            session.close();
        } catch (SQLException alreadyGone) {
            // then the lock is gone too
        }
    }
}

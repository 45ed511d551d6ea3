package dev.theseus.jdbc.control;

import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.RunLock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An advisory lock held by a session of its own: when the process dies, the server sees the session end and gives the
 * lock back, however the process died.
 */
final class PgRunLock implements RunLock {

    private static final String TRY_LOCK = """
            SELECT pg_try_advisory_lock(hashtextextended('theseus run ' || ?, 0))
            """;

    private static final int ANSWER_SECONDS = 5;

    private final ControlAddress address;

    PgRunLock(ControlAddress address) {
        this.address = address;
    }

    @Override
    public Optional<Held> tryAcquire(MigrationId migration) {
        try {
            return take(migration).map(session -> new Session(migration, session));
        } catch (SQLException failed) {
            throw new ControlDatabaseUnavailable("take the lock of migration " + migration, address, failed);
        }
    }

    private Optional<Connection> take(MigrationId migration) throws SQLException {
        Connection session = connect();
        if (lock(session, migration)) {
            return Optional.of(session);
        }
        end(session);
        return Optional.empty();
    }

    /** The lock lives as long as the session. One thread at a time looks after it. */
    private final class Session implements Held {

        private final MigrationId migration;
        private final ReentrantLock turn = new ReentrantLock();
        private Connection session;

        Session(MigrationId migration, Connection session) {
            this.migration = migration;
            this.session = session;
        }

        @Override
        public Standing renew() {
            turn.lock();
            try {
                return session.isValid(ANSWER_SECONDS) ? Standing.HELD : takeAgain();
            } catch (SQLException away) {
                return Standing.UNKNOWN;
            } finally {
                turn.unlock();
            }
        }

        private Standing takeAgain() throws SQLException {
            end(session);
            Optional<Connection> taken = take(migration);
            taken.ifPresent(fresh -> session = fresh);
            return taken.isPresent() ? Standing.TAKEN_AGAIN : Standing.LOST;
        }

        @Override
        public void close() {
            turn.lock();
            try {
                unlock(session);
                end(session);
            } finally {
                turn.unlock();
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "theseus run");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
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

    /** The server ends a session some time after it was told; whoever comes next must not find the lock taken. */
    private static void unlock(Connection session) {
        try (Statement statement = session.createStatement()) {
            session.setNetworkTimeout(Runnable::run, ANSWER_SECONDS * 1000);
            statement.execute("SELECT pg_advisory_unlock_all()");
        } catch (SQLException gone) {
            // then the lock is gone too
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

package dev.theseus.jdbc.guard;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose sessions end with the time limit of the call that borrows them. For threads without such a call
 * it is the data source itself. How long a call waits for a session is the pool's own time-out.
 */
public final class GuardedSource implements DataSource {

    private final DataSource pool;

    private GuardedSource(DataSource pool) {
        this.pool = pool;
    }

    /** The same if it is guarded already. */
    public static GuardedSource of(DataSource pool) {
        return pool instanceof GuardedSource guarded ? guarded : new GuardedSource(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        LimitedCall call = LimitedCall.current();
        if (call == null) {
            return pool.getConnection();
        }
        call.requireRunning();
        return call.borrowed(pool.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        LimitedCall call = LimitedCall.current();
        if (call == null) {
            return pool.getConnection(user, password);
        }
        call.requireRunning();
        return call.borrowed(pool.getConnection(user, password));
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(pool) ? type.cast(pool) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(pool) || pool.isWrapperFor(type);
    }
}

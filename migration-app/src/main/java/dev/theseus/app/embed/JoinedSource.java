package dev.theseus.app.embed;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source whose sessions come from somewhere else; all else is the pool's. */
final class JoinedSource implements DataSource {

    private final DataSource pool;
    private final Sessions sessions;

    /** Gives sessions. */
    @FunctionalInterface
    interface Sessions {
        Connection open() throws SQLException;
    }

    JoinedSource(DataSource pool, Sessions sessions) {
        this.pool = pool;
        this.sessions = sessions;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return sessions.open();
    }

    /** As another role it can't be part of the transaction. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("Sessions of old are opened as the pool's role only");
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

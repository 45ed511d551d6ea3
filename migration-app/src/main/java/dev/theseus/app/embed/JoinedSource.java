package dev.theseus.app.embed;

import dev.theseus.jdbc.postgres.WrappedSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import javax.sql.DataSource;

/** A data source whose sessions come from somewhere else; all else is the pool's. */
final class JoinedSource extends WrappedSource {

    private final Sessions sessions;

    /** Gives sessions. */
    @FunctionalInterface
    interface Sessions {
        Connection open() throws SQLException;
    }

    JoinedSource(DataSource pool, Sessions sessions) {
        super(pool);
        this.sessions = sessions;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return sessions.open();
    }

    /** As another role it can't be part of the transaction. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("Its sessions are opened as the pool's role only");
    }
}

package dev.theseus.jdbc.guard;

import dev.theseus.jdbc.postgres.WrappedSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A data source whose sessions end with the time limit of the call that borrows them. For threads without such a call
 * it is the data source itself. How long a call waits for a session is the pool's own time-out.
 */
public final class GuardedSource extends WrappedSource {

    private GuardedSource(DataSource pool) {
        super(pool);
    }

    /** The same if it is guarded already. */
    public static GuardedSource of(DataSource pool) {
        return pool instanceof GuardedSource guarded ? guarded : new GuardedSource(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        LimitedCall call = LimitedCall.current();
        if (call == null) {
            return pool().getConnection();
        }
        call.requireRunning();
        return call.borrowed(pool().getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        LimitedCall call = LimitedCall.current();
        if (call == null) {
            return pool().getConnection(user, password);
        }
        call.requireRunning();
        return call.borrowed(pool().getConnection(user, password));
    }
}

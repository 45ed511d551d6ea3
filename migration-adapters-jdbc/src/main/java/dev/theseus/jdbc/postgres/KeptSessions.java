package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;

/**
 * Sessions of a pool that nobody else uses: each is set once, when it is first seen, and keeps its settings. To set and
 * unset them for each transaction costs a request more than its statements do, above all the role of a replica:
 * whenever that changes, the server throws away the plans of all prepared statements of the session.
 */
final class KeptSessions implements Sessions {

    private final Side side;
    private final DataSource pool;
    private final String settings;
    private final PgReplicaRole role = new PgReplicaRole();
    private final Set<Connection> seen = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    KeptSessions(Side side, DataSource pool, String settings) {
        this.side = side;
        this.pool = pool;
        this.settings = settings;
    }

    @Override
    public Opening open() throws SQLException {
        Connection session = pool.getConnection();
        try {
            session.setAutoCommit(false);
            keep(session);
            return new Opening(BorrowedSession.of(session, s -> SharedSessions.giveBack(s, false)), "", 0);
        } catch (SQLException e) {
            SharedSessions.giveBack(session, false);
            throw e;
        }
    }

    private void keep(Connection session) throws SQLException {
        Connection own = session.isWrapperFor(BaseConnection.class)
                ? (Connection) session.unwrap(BaseConnection.class)
                : session;
        if (seen.contains(own)) {
            return;
        }
        Run.sql(session, settings);
        if (side == Side.NEW) {
            role.keep(session);
        }
        session.commit();
        seen.add(own);
    }

    /** The pool is not ours. */
    @Override
    public void close() {}
}

package dev.theseus.jdbc.relay;

import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgFence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Lets one relay of a source work at a time; the others stand by and take over when it ends. It saves work, nothing
 * more: two relays at once would be right too. Used by one thread.
 */
final class Leadership implements AutoCloseable {

    private static final int RELAY_LOCK = 1;

    private final PgDatabase source;
    private @Nullable Connection session;

    Leadership(PgDatabase source) {
        this.source = source;
    }

    /** Whether this relay leads, after having tried to. */
    boolean isHeld() {
        try {
            if (session == null) {
                session = source.connect();
            }
            return lock(session);
        } catch (SQLException e) {
            close();
            throw PgErrors.translate(source.side(), "take the lead of the relay", e);
        }
    }

    /** Asking again for a lock that is held counts it up, so it is asked for only where it is not. */
    private static boolean lock(Connection session) throws SQLException {
        String query = """
                SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted
                    AND classid::bigint = %1$d AND objid::bigint = %2$d AND objsubid = 2)
                  OR pg_try_advisory_lock(%1$d, %2$d)""".formatted(PgFence.LOCKS, RELAY_LOCK);
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            boolean held = row.getBoolean(1);
            session.commit();
            return held;
        }
    }

    /** The lock belongs to the session: a pooled one must give it back before somebody else gets the session. */
    @Override
    public void close() {
        if (session == null) {
            return;
        }
        try (Connection ending = session;
                Statement statement = ending.createStatement()) {
            session = null;
            statement.execute("SELECT pg_advisory_unlock_all()");
            ending.commit();
        } catch (SQLException e) {
            // then the session is gone, and the lock with it
            session = null;
        }
    }
}

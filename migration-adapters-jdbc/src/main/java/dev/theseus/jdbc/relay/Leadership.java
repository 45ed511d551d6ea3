package dev.theseus.jdbc.relay;

import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgFence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A lock of a session of a PostgreSQL source. Used by one thread. */
final class Leadership implements Lead {

    private static final int RELAY_LOCK = 1;

    private static final String TAKE = "SELECT pg_try_advisory_lock(" + PgFence.LOCKS + ", " + RELAY_LOCK + ")";

    /** Asking again for a lock that is held would only count it up. */
    private static final String STILL_THERE = "SELECT true";

    private final PgDatabase source;
    private @Nullable Connection session;
    private boolean held;

    Leadership(PgDatabase source) {
        this.source = source;
    }

    /** The lock is lost only with its session. */
    @Override
    public boolean isHeld() {
        try {
            if (session == null) {
                session = source.connect();
                held = false;
            }
            held = ask(session, held ? STILL_THERE : TAKE);
            return held;
        } catch (SQLException e) {
            close();
            throw PgErrors.translate(source.side(), "take the lead of the relay", e);
        }
    }

    private static boolean ask(Connection session, String query) throws SQLException {
        try (Statement statement = session.createStatement()) {
            // an open transaction would be in the way of vacuum and of changes to tables
            statement.execute(query + "; COMMIT");
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getBoolean(1);
            }
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
            held = false;
            statement.execute("SELECT pg_advisory_unlock_all()");
            ending.commit();
        } catch (SQLException e) {
            // then the session is gone, and the lock with it
            session = null;
        }
    }
}

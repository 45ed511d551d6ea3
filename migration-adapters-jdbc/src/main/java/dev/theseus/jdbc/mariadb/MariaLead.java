package dev.theseus.jdbc.mariadb;

import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.relay.Lead;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A named lock of a session of the old server; it is lost only with its session. Used by one thread. */
final class MariaLead implements Lead {

    private static final String TAKE =
            "SELECT coalesce(IS_USED_LOCK('theseus.relay') = CONNECTION_ID(), FALSE) OR GET_LOCK('theseus.relay', 0)";

    private final MariaDatabase database;
    private @Nullable Connection session;

    MariaLead(MariaDatabase database) {
        this.database = database;
    }

    @Override
    public boolean isHeld() {
        try {
            Connection current = session;
            if (current == null) {
                current = database.connect();
                session = current;
            }
            boolean held = MariaSql.rows(current, TAKE, List.of(), row -> row.getBoolean(1)).getFirst();
            current.commit();
            return held;
        } catch (SQLException e) {
            close();
            throw PgErrors.translate(database.side(), "take the lead of the relay", MariaErrors.known(e));
        }
    }

    @Override
    public void close() {
        if (session == null) {
            return;
        }
        try (Connection ending = session) {
            session = null;
            MariaSql.execute(ending, "DO RELEASE_ALL_LOCKS()");
        } catch (SQLException e) {
            // then the session is gone, and the lock with it
            session = null;
        }
    }
}

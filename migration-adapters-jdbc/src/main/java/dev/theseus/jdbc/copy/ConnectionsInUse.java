package dev.theseus.jdbc.copy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Connections that threads may be waiting on, so that somebody else can end the wait. Safe for several threads. */
final class ConnectionsInUse {

    private final Set<Use> uses = ConcurrentHashMap.newKeySet();

    Use use(Connection connection) {
        Use use = new Use(connection);
        uses.add(use);
        return use;
    }

    /** Closes the connections under the hands of those who use them; their servers roll back. */
    void abort() {
        uses.forEach(Use::abort);
    }

    final class Use implements AutoCloseable {

        private final Connection connection;

        private Use(Connection connection) {
            this.connection = connection;
        }

        Connection connection() {
            return connection;
        }

        private void abort() {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                // it is broken already
                return;
            }
        }

        @Override
        public void close() {
            uses.remove(this);
        }
    }
}

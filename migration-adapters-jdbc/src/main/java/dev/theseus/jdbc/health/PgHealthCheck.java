package dev.theseus.jdbc.health;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.health.DatabaseHealth.Writing;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks the server's own views. A failover shows as recovery, a full or fenced-off server as read only. */
final class PgHealthCheck implements DatabaseHealth.Check {

    /**
     * Our own sessions turn off read-only transactions for themselves, which says nothing of what the service's
     * sessions get: hence the values that a new session starts with, the role's and database's own included. What is
     * left of the connections is what a role without privileges could take.
     */
    private static final String LOOK = """
            SELECT pg_catalog.pg_is_in_recovery() AS in_recovery,
                   coalesce((SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only'),
                     'off') AS read_only,
                   greatest(0, current_setting('max_connections')::bigint
                     - current_setting('superuser_reserved_connections')::bigint
                     - coalesce(nullif(current_setting('reserved_connections', true), '')::bigint, 0)
                     - (SELECT sum(numbackends) FROM pg_catalog.pg_stat_database))::int AS free_connections""";

    private final PgDatabase database;

    PgHealthCheck(PgDatabase database) {
        this.database = database;
    }

    @Override
    public DatabaseHealth look() {
        try {
            return database.inTransaction("look at the server's health", PgHealthCheck::look);
        } catch (DatabaseUnavailable away) {
            return new DatabaseHealth.Away();
        }
    }

    private static DatabaseHealth look(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(LOOK)) {
            row.next();
            return new DatabaseHealth.Answers(writing(row), row.getInt("free_connections"));
        }
    }

    private static Writing writing(ResultSet row) throws SQLException {
        if (row.getBoolean("in_recovery")) {
            return Writing.IN_RECOVERY;
        }
        return "on".equals(row.getString("read_only")) ? Writing.READ_ONLY : Writing.WRITABLE;
    }
}

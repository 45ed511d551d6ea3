package dev.theseus.jdbc.critical;

import dev.theseus.domain.database.Epoch;
import dev.theseus.jdbc.postgres.PgFence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Holds the fence as any writer does: shared, until the transaction ends, and without the mark by which capture would
 * let the transaction pass. Where triggers hold it too, that is once more the same.
 */
final class SourceFence {

    /** The migrated tables' own; see {@link PgFence}. */
    private static final int FENCE = 0;

    private SourceFence() {}

    /** The epoch that the database is in, whatever snapshot the transaction has. */
    static Epoch hold(Connection source) throws SQLException {
        try (Statement statement = source.createStatement()) {
            statement.execute("SELECT pg_catalog.pg_advisory_xact_lock_shared(" + PgFence.LOCKS + ", " + FENCE + ")");
            // a statement of its own: it must begin after the lock is held
            try (ResultSet row = statement.executeQuery("SELECT last_value FROM theseus.epoch")) {
                row.next();
                return new Epoch(row.getLong(1));
            }
        }
    }
}

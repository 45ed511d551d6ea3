package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.Epoch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The fence of one database: an advisory lock that everything that writes on Theseus's behalf holds shared until its
 * transaction ends, and the epoch, which says which way changes travel. Taking the fence exclusively waits for all of
 * them.
 */
public final class PgFence {

    /**
     * The first of two lock numbers: everything of Theseus's, so that it can't collide with the service's own locks by
     * accident.
     */
    public static final int LOCKS = 0x7E5E05;

    private static final int FENCE = 0;

    private PgFence() {}

    /**
     * Takes the fence shared until the transaction ends, marks the transaction as one of the relay's, so that capture
     * and fence triggers let it pass, and reads the epoch. The epoch is read from a sequence: it is the current one
     * whatever snapshot the transaction has.
     */
    public static Epoch enter(Connection target) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute(
                    "SELECT pg_catalog.pg_advisory_xact_lock_shared(%d, %d), pg_catalog.set_config('theseus.relay', 'on', true)"
                            .formatted(LOCKS, FENCE));
            // a statement of its own: it must begin after the lock is held
            try (ResultSet row = statement.executeQuery("SELECT last_value FROM theseus.epoch")) {
                row.next();
                return new Epoch(row.getLong(1));
            }
        }
    }
}

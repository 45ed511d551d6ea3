package dev.theseus.jdbc.gateway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks old how far its transactions have come, for writes whose own number is not known. */
record Horizon(DataSource old) {

    private static final Logger LOG = LoggerFactory.getLogger(Horizon.class);

    private static final String NEWEST =
            "SELECT pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint - 1";

    /** A number that no transaction exceeds which has ended by now. */
    long newest() {
        try (Connection session = old.getConnection();
                PreparedStatement query = session.prepareStatement(NEWEST);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            LOG.warn("The number of a write is not known, so its reader reads from old: SQLSTATE {}", e.getSQLState());
            // the write has committed; nothing passes this number
            return Long.MAX_VALUE / 10;
        }
    }
}

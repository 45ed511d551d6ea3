package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a database how far its transactions have come, for writes whose own number is not known. */
record Horizon(DataSource database) {

    private static final Logger LOG = LoggerFactory.getLogger(Horizon.class);

    /** A number that no transaction exceeds which has ended by now, and the epoch now. */
    Drawn newest(Epoch otherwise) {
        try (Connection session = database.getConnection()) {
            return Drawn.newest(session, otherwise);
        } catch (SQLException e) {
            LOG.warn(
                    "The number of a write is not known, so its reader reads where authority is: SQLSTATE {}",
                    e.getSQLState());
            // the write has committed; nothing passes this number
            return new Drawn(Long.MAX_VALUE / 10, otherwise, "", Drawn.Flush.LATER);
        }
    }
}

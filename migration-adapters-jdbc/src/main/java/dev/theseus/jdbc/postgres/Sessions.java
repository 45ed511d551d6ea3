package dev.theseus.jdbc.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Where sessions come from. */
interface Sessions extends AutoCloseable {

    /** A session with a transaction about to begin. */
    default Connection connect() throws SQLException {
        Opening opening = open();
        try {
            return opening.session();
        } catch (SQLException e) {
            opening.close();
            throw e;
        }
    }

    /** The same, before its settings are made. */
    Opening open() throws SQLException;

    @Override
    void close();
}

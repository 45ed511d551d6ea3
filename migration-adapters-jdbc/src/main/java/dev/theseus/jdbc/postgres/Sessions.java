package dev.theseus.jdbc.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Where sessions come from. */
interface Sessions extends AutoCloseable {

    /** A session with a transaction about to begin. */
    Connection connect() throws SQLException;

    @Override
    void close();
}

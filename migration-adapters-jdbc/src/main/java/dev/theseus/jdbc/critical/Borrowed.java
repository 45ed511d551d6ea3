package dev.theseus.jdbc.critical;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A session of a service's pool, in a transaction. Closing rolls back what was not committed and gives it back as it
 * was.
 */
record Borrowed(Connection session, boolean automatic) implements AutoCloseable {

    static Borrowed of(DataSource pool) throws SQLException {
        Connection session = pool.getConnection();
        try {
            boolean automatic = session.getAutoCommit();
            if (automatic) {
                session.setAutoCommit(false);
            }
            return new Borrowed(session, automatic);
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    /** A session that is broken is the pool's to notice; the caller is told what broke it, not this. */
    @Override
    public void close() {
        try (session) {
            session.rollback();
            if (automatic) {
                session.setAutoCommit(true);
            }
        } catch (SQLException e) {
            return;
        }
    }
}

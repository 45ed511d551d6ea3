package dev.theseus.jdbc.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Sessions of a pool that is somebody else's. What we need is set for one transaction at a time and in one round trip,
 * so the session goes back as it came; and it works where a pooler gives each transaction another session.
 */
final class SharedSessions implements Sessions {

    /** The same as a session of our own is given; see {@link PgDatabase}. */
    @SuppressWarnings("InlineFormatString") // it is easier to read by itself
    private static final String SETTINGS = """
            SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE;
            SELECT set_config('DateStyle', 'ISO, YMD', true), set_config('IntervalStyle', 'postgres', true),
              set_config('TimeZone', 'UTC', true), set_config('extra_float_digits', '3', true),
              set_config('bytea_output', 'hex', true), set_config('lc_monetary', 'C', true),
              set_config('search_path', 'pg_catalog', true), set_config('statement_timeout', '%d', true),
              set_config('idle_in_transaction_session_timeout', '0', true), set_config('lock_timeout', '0', true),
              set_config('xmloption', 'content', true), set_config('synchronous_commit', 'on', true),
              set_config('row_security', 'off', true)""";

    private static final int ANSWERS = 2;

    private final DataSource pool;
    private final String settings;

    SharedSessions(DataSource pool, Duration statementLimit) {
        this.pool = pool;
        this.settings = SETTINGS.formatted(statementLimit.toMillis());
    }

    @Override
    public Opening open() throws SQLException {
        Connection session = pool.getConnection();
        try {
            boolean automatic = session.getAutoCommit();
            if (automatic) {
                session.setAutoCommit(false);
            }
            return new Opening(BorrowedSession.of(session, s -> giveBack(s, automatic)), settings, ANSWERS);
        } catch (SQLException e) {
            giveBack(session, false);
            throw e;
        }
    }

    /** @param automatic whether it came with commits of its own */
    static void giveBack(Connection session, boolean automatic) throws SQLException {
        try (session) {
            if (!session.isClosed()) {
                session.rollback();
                if (automatic) {
                    session.setAutoCommit(true);
                }
            }
        }
    }

    /** The pool is not ours. */
    @Override
    public void close() {}
}

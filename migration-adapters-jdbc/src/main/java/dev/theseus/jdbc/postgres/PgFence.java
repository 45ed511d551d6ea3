package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The fence of one database: an advisory lock that everything that writes to migrated tables holds shared until its
 * transaction ends, and the epoch, which says which way changes travel. Taking the fence exclusively waits for all of
 * them.
 *
 * @param number the second of the two lock numbers
 * @param epoch the sequence whose last value is the epoch, written with its schema
 */
public record PgFence(int number, String epoch) {

    /**
     * The first of two lock numbers: everything of Theseus's, so that it can't collide with the service's own locks by
     * accident.
     */
    public static final int LOCKS = 0x7E5E05;

    /** The fence of the migrated tables. */
    public static final PgFence MIGRATION = new PgFence(0, "theseus.epoch");

    /** The fence of the table that a handover is rehearsed with; it holds up nobody else. The relay's lead is 1. */
    public static final PgFence PROBE = new PgFence(2, "theseus.probe_epoch");

    private static final String MARK = ", pg_catalog.set_config('theseus.relay', 'on', true)";

    /** What the fence keeps in a database: the epoch, the same on both sides. */
    @SuppressWarnings("unused") // every package of adapters has this form
    public static String ddl(Side side) {
        return "CREATE SCHEMA IF NOT EXISTS theseus;\n" + MIGRATION.createEpoch();
    }

    /** Statements that make the epoch, unless it is there. */
    public String createEpoch() {
        return """
                CREATE SEQUENCE IF NOT EXISTS %1$s AS bigint START 1;
                COMMENT ON SEQUENCE %1$s IS 'counts changes of authority; odd: changes travel from old to new';
                """.formatted(epoch);
    }

    /** Enters the fence of the migrated tables; see {@link #join}. */
    public static Epoch enter(Connection target) throws SQLException {
        return MIGRATION.join(target);
    }

    /**
     * Takes the fence shared until the transaction ends, marks the transaction as one of the relay's, so that capture
     * and fence triggers let it pass, and reads the epoch. The epoch is read from a sequence: it is the current one
     * whatever snapshot the transaction has.
     */
    public Epoch join(Connection target) throws SQLException {
        return share(target, MARK);
    }

    /**
     * Takes the fence as any writer does: shared, until the transaction ends, and without the mark. Where triggers take
     * it too, that is once more the same.
     */
    public Epoch hold(Connection source) throws SQLException {
        return share(source, "");
    }

    /** In one round trip: the epoch is read by a statement of its own, which begins after the lock is held. */
    private Epoch share(Connection session, String more) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sharing(more));
            return joined(statement);
        }
    }

    /**
     * Takes the fence exclusively until the transaction ends, and reads the epoch after that, in one round trip.
     *
     * @param wait milliseconds after which the server gives up, with an error
     */
    public Epoch seize(Connection session, long wait) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = %d; SELECT pg_catalog.pg_advisory_xact_lock(%d, %d); %s"
                    .formatted(wait, LOCKS, number, readEpoch()));
            statement.getMoreResults();
            return joined(statement);
        }
    }

    private String sharing(String more) {
        return "SELECT pg_catalog.pg_advisory_xact_lock_shared(%d, %d)%s; %s"
                .formatted(LOCKS, number, more, readEpoch());
    }

    /** What {@link #join} executes, for who sends it together with other statements; it has two answers. */
    public String joining() {
        return sharing(MARK);
    }

    /**
     * Reads the answers to {@link #joining}.
     *
     * @param statement that stands at the first of them, and is left at the second
     */
    public static Epoch joined(Statement statement) throws SQLException {
        statement.getMoreResults();
        return epoch(statement.getResultSet());
    }

    /** The epoch that the database is in, whatever snapshot the transaction has. */
    public Epoch read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(readEpoch())) {
            return epoch(row);
        }
    }

    private String readEpoch() {
        return "SELECT last_value FROM " + epoch;
    }

    private static Epoch epoch(ResultSet row) throws SQLException {
        row.next();
        return new Epoch(row.getLong(1));
    }
}

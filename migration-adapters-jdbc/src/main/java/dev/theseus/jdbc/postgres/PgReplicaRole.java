package dev.theseus.jdbc.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Switches the target's own triggers and foreign keys off for one transaction, as native logical replication does: the
 * rows were checked where they come from. It needs a superuser or, from PostgreSQL 15 on, GRANT SET ON PARAMETER
 * session_replication_role; whether the role may is found out once. Safe for several threads.
 */
public final class PgReplicaRole {

    private static final String TAKE = "SET LOCAL session_replication_role = replica";

    /** The same as part of a SELECT that sets other things too. */
    private static final String ALSO_TAKE = ", pg_catalog.set_config('session_replication_role', 'replica', true)";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private volatile @Nullable Standing known;

    /** Whether triggers and foreign keys are off. */
    public enum Standing {
        TAKEN,
        NOT_PERMITTED
    }

    /** Takes the role until the transaction ends, if that is permitted; the transaction goes on in either case. */
    public Standing take(Connection connection) throws SQLException {
        Standing standing = known;
        if (standing == null) {
            standing = probe(connection);
            known = standing;
        } else if (standing == Standing.TAKEN) {
            execute(connection);
        }
        return standing;
    }

    /** Whether it is permitted; the first time that is found out by taking it. */
    public Standing standing(Opening session) throws SQLException {
        Standing standing = known;
        return standing == null ? take(session.session()) : standing;
    }

    /**
     * Takes the role, if that is permitted, by a SELECT that sets other things for the transaction too.
     *
     * @param settings a SELECT without FROM
     * @param standing as it has been found out
     */
    public static String with(String settings, Standing standing) {
        return switch (standing) {
            case TAKEN -> settings + ALSO_TAKE;
            case NOT_PERMITTED -> settings;
        };
    }

    private static Standing probe(Connection connection) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            execute(connection);
            connection.releaseSavepoint(before);
            return Standing.TAKEN;
        } catch (SQLException e) {
            if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            return Standing.NOT_PERMITTED;
        }
    }

    private static void execute(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(TAKE);
        }
    }
}

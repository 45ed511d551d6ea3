package dev.theseus.jdbc.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * Switches the target's own triggers and foreign keys off for one transaction, as native logical replication does: the
 * rows were checked where they come from. It needs a superuser or, from PostgreSQL 15 on, GRANT SET ON PARAMETER
 * session_replication_role; whether the role may is found out once. Safe for several threads.
 */
public final class PgReplicaRole {

    private static final String TAKE = "SET LOCAL session_replication_role = replica";

    private static final String KEEP = "SET session_replication_role = replica";

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
        return take(connection, TAKE);
    }

    /** Takes it for the session, when the transaction commits, if that is permitted. */
    void keep(Connection connection) throws SQLException {
        take(connection, KEEP);
    }

    private Standing take(Connection connection, String statement) throws SQLException {
        Standing standing = known;
        if (standing == null) {
            standing = probe(connection, statement);
            known = standing;
        } else if (standing == Standing.TAKEN) {
            Run.sql(connection, statement);
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

    private static Standing probe(Connection connection, String statement) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            Run.sql(connection, statement);
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
}

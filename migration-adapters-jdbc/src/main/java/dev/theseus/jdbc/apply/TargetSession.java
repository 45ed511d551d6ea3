package dev.theseus.jdbc.apply;

import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.RowKey;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.PgReplicaRole;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/**
 * A session of the target inside its transaction.
 *
 * @param connection the session
 * @param role whether its triggers and foreign keys are kept from firing
 */
record TargetSession(Connection connection, PgReplicaRole.Standing role) {

    /** Its parameter is the lock time-out. */
    static final String BEGIN = "SELECT set_config('lock_timeout', ?, true), set_config('jit', 'off', true)";

    static TargetSession begin(Connection connection, PgReplicaRole role, String lockTimeout) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(BEGIN)) {
            set.setString(1, lockTimeout);
            set.execute();
        }
        return new TargetSession(connection, role.take(connection));
    }

    /** Makes a temporary table unless this session has it already. */
    void ensureTemporary(String name, String create) throws SQLException {
        try (PreparedStatement look = connection.prepareStatement("SELECT to_regclass(?) IS NULL")) {
            look.setString(1, "pg_temp." + name);
            try (ResultSet row = look.executeQuery()) {
                if (row.next() && row.getBoolean(1)) {
                    Run.sql(connection, create);
                }
            }
        }
    }

    /**
     * Deletes rows. Where foreign keys fire, one with an action would change other tables beyond what the source did: a
     * child that was brought over a moment ago would be gone for good. So rows that are referred to by such a key stay.
     *
     * @param keys to bind, if the deletion asks for some
     * @return why some had to stay
     */
    Optional<SetAside.Reason> delete(ApplySql.Deletion deletion, TableShape shape, Optional<Collection<RowKey>> keys)
            throws SQLException {
        Optional<String> json = keys.map(KeyJson::of);
        if (!reachesFurther(shape)) {
            execute(deletion.plain(), json);
            return Optional.empty();
        }
        execute(deletion.lock(), json);
        execute(deletion.delete(), json);
        return isTrue(deletion.remaining(), json) ? Optional.of(Reasons.dependedOn(shape)) : Optional.empty();
    }

    /** Whether a deletion may change other tables. */
    boolean reachesFurther(TableShape shape) {
        return role == PgReplicaRole.Standing.NOT_PERMITTED
                && !shape.rules().dependents().isEmpty();
    }

    /** @param keys to bind, if the statement asks for some */
    void run(String sql, Optional<Collection<RowKey>> keys) throws SQLException {
        execute(sql, keys.map(KeyJson::of));
    }

    private void execute(String sql, Optional<String> json) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (json.isPresent()) {
                statement.setString(1, json.get());
            }
            statement.execute();
        }
    }

    private boolean isTrue(String sql, Optional<String> json) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (json.isPresent()) {
                statement.setString(1, json.get());
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}

package dev.theseus.jdbc.apply;

import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.Run;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether the target lets us apply as a replication role. Then neither its triggers nor its foreign keys fire: what
 * they would do was done in the source, and comes over as rows of its own. It needs a superuser or, from PostgreSQL 15,
 * {@code GRANT SET ON PARAMETER session_replication_role}. Found out once.
 */
final class ReplicaRole {

    private static final String NOT_PERMITTED = "42501";

    private final PgDatabase target;
    private final AtomicReference<Optional<Privilege>> found = new AtomicReference<>(Optional.empty());

    ReplicaRole(PgDatabase target) {
        this.target = target;
    }

    /** Whether the role may be taken. */
    enum Privilege {
        GRANTED,
        DENIED
    }

    Privilege privilege() {
        return found.get().orElseGet(() -> {
            Privilege privilege = target.inTransaction("ask for the replication role", connection -> {
                try {
                    Run.sql(connection, "SET LOCAL session_replication_role = replica");
                    return Privilege.GRANTED;
                } catch (SQLException e) {
                    if (PgErrors.state(e).equals(NOT_PERMITTED)) {
                        connection.rollback();
                        return Privilege.DENIED;
                    }
                    throw e;
                }
            });
            found.set(Optional.of(privilege));
            return privilege;
        });
    }
}

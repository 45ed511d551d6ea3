package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.jdbc.postgres.PgStripes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;

/** Takes the locks under which keys are applied, on the target, until its transaction ends. */
public interface KeyLocks {

    /**
     * Takes the table's lock shared and the keys' stripes.
     *
     * @return the keys whose locks are held; with {@link Patience#WAIT} all of them
     * @throws SQLException with state 55P03 if waiting took longer than the transaction's lock_timeout
     */
    Set<RowKey> take(Connection target, PgStripes stripes, Collection<RowKey> keys, Patience patience)
            throws SQLException;
}

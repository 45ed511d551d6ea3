package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.jdbc.postgres.PgStripes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
    default Set<RowKey> take(Connection target, PgStripes stripes, Collection<RowKey> keys, Patience patience)
            throws SQLException {
        try (PreparedStatement query = target.prepareStatement(statement(patience))) {
            bind(query, 1, stripes, keys);
            try (ResultSet rows = query.executeQuery()) {
                return held(rows, stripes, keys);
            }
        }
    }

    /** What {@link #take} executes, for who sends it together with other statements. */
    String statement(Patience patience);

    /** @param at the number of its first parameter */
    void bind(PreparedStatement statement, int at, PgStripes stripes, Collection<RowKey> keys) throws SQLException;

    /** @param answer to the statement */
    Set<RowKey> held(ResultSet answer, PgStripes stripes, Collection<RowKey> keys) throws SQLException;
}

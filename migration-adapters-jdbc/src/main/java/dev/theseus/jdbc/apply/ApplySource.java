package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.apply.TableShape.From;
import dev.theseus.jdbc.largeobject.ObjectTransfer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/** The source's half of an apply. Its own errors are {@link SourceFailed}; what the target says passes as it is. */
interface ApplySource {

    Side side();

    /** The table that is read. */
    From describe(TablePlan table) throws SQLException;

    /**
     * Streams the rows of some keys into the stage. It begins after the locks are held, in a transaction of its own,
     * and returns once what was read is on the source's disk.
     *
     * @return how many rows there were
     */
    long stage(TableShape shape, Set<RowKey> keys, Connection target) throws SQLException;

    /** How a request reads rows of this table; empty if they have to be streamed. */
    Optional<FewRows> few(TableShape shape, FewRows.Entries entries);

    /**
     * Reads the rows of few keys under the same conditions.
     *
     * @param known the transactions that are known to be on the source's disk
     * @return nothing if they have to be streamed
     */
    Optional<FewRows.Found> few(FewRows rows, Set<RowKey> keys, LongPredicate known) throws SQLException;

    /** Brings large objects of this source; empty if it is of a kind that has none. */
    Optional<ObjectTransfer> objects();

    /** Streams the keys of all rows into the stage for keys, in the same way. */
    void stageKeys(TableShape shape, Connection target) throws SQLException;
}

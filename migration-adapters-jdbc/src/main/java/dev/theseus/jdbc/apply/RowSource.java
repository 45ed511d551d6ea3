package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.RowStream;
import java.sql.SQLException;
import java.util.Collection;

/**
 * A source that is no PostgreSQL database, read row by row. The applier does the rest: fence, locks, staging, writing.
 * Errors carry a SQLSTATE as PostgreSQL would give it. Safe for several threads.
 */
public interface RowSource {

    Side side();

    /**
     * The table as PostgreSQL would describe it. The types decide whether a key has one text only, and so how finely
     * applies are locked. Columns must have no portable binary form: rows travel as text.
     */
    PgRelation describe(TablePlan table) throws SQLException;

    /**
     * The rows that these keys have now. The snapshot that is read begins after the call did. A row that can't be
     * written as text of the target's is an error.
     *
     * @param table in the plan
     * @param read the columns to send, in this order
     * @param keys in the text form of the source
     */
    RowStream rows(TablePlan table, PgRelation read, Collection<RowKey> keys) throws SQLException;

    /** The keys of all rows, as they are now. */
    RowStream keys(TablePlan table, PgRelation read) throws SQLException;
}

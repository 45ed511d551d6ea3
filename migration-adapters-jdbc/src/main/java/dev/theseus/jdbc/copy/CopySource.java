package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.RowStream;
import java.sql.SQLException;
import java.util.Optional;

/**
 * An old database that is no PostgreSQL, copied by ranges of its key. The ledger, the transaction on the new database
 * and the threads are the copy's own. Errors carry a SQLSTATE as PostgreSQL would give it. Safe for several threads.
 */
public interface CopySource {

    /** The table as PostgreSQL would describe it, of columns without a portable binary form: rows travel as text. */
    PgRelation describe(TablePlan table) throws SQLException;

    /**
     * How large a table is, and up to which key it is copied.
     *
     * @throws dev.theseus.domain.database.DatabaseRefused if its changes are not captured
     */
    Extent measure(TablePlan table) throws SQLException;

    /**
     * @param since a number that another installation of capture would not have
     * @param last the greatest key; empty if there is no row
     * @param bytes estimated
     * @param rows estimated
     */
    record Extent(long since, Optional<RowKey> last, long bytes, long rows) {}

    /** Where the next {@code rows} rows after a key end, in the order of the database; empty if there is none. */
    Optional<Boundary> next(TablePlan table, Optional<RowKey> after, RowKey last, long rows) throws SQLException;

    /**
     * @param key the last key of the range
     * @param rows in it, as they were when it was cut
     */
    record Boundary(RowKey key, long rows) {}

    /**
     * The rows of a range that have not changed since capture began, by one snapshot of rows and log. A row that can't
     * be written as text of the target's is left out, and its key goes to the log when the stream is settled: there it
     * is set aside with the reason.
     *
     * @param read the columns to send, in this order
     * @param since as measured; another one is refused
     */
    RowStream unchanged(TablePlan table, PgRelation read, ChunkRange.Keys range, long since) throws SQLException;

    /**
     * Puts the keys of all rows of a range into the log, and returns when they are on disk there. So go the last few rows
     * of a range that new has refused for one of its values: what can't be stored is set aside with the reason.
     *
     * @param since as measured; another one is refused
     * @return how many
     */
    long note(TablePlan table, ChunkRange.Keys range, long since) throws SQLException;
}

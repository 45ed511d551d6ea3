package dev.theseus.jdbc.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way out of a source of another kind, each as a line of COPY's text form. Errors carry a SQLSTATE as
 * PostgreSQL would give it, since that decides what is repeated. Used by one thread.
 */
public interface RowStream extends AutoCloseable {

    /** The next row, ended by a line feed; null after the last one. */
    byte @Nullable [] next() throws SQLException;

    /**
     * Called after the last row and before the target commits: returns once what was read is on the source's disk, and
     * what could not be sent is in its log.
     */
    void settle() throws SQLException, InterruptedException;

    @Override
    void close() throws SQLException;
}

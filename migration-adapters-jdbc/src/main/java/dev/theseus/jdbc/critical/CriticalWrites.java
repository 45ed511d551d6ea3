package dev.theseus.jdbc.critical;

import dev.theseus.domain.critical.CriticalRecovery;
import dev.theseus.jdbc.gateway.Touched;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes that are in both databases or in neither. Slower than a write through the gateway, and refused while the other
 * database is away: for what must not be answered before both have it. Safe for several threads; several nodes work at
 * once. Construction connects to nothing.
 */
public interface CriticalWrites extends CriticalRecovery {

    /**
     * Writes in one transaction of its own on the side that has authority, and returns when both sides have it.
     *
     * @param touched every row of a migrated table that the work changes, inserts or deletes, by the tables' names in
     *     old; where foreign keys tie them, in the order in which the work writes them. A key that changes is two rows.
     *     At least one
     * @param work neither commits nor rolls back; it may be run again if authority moved before it was committed
     * @throws SQLException of the work or its commit, unchanged: nothing was done
     * @throws dev.theseus.domain.critical.CriticalRowsBusy if another critical write has the rows: nothing was done
     * @throws dev.theseus.domain.critical.CriticalWriteRefused if it is in neither database
     * @throws dev.theseus.domain.critical.CriticalWriteOpen if that is not settled yet: the recovery settles it
     * @throws IllegalArgumentException if the work changed rows that it did not name, or a table is not migrated:
     *     nothing was done
     */
    <T extends @Nullable Object> CriticalWritten<T> write(List<Touched> touched, SqlWork<T> work) throws SQLException;

    /**
     * Reads on the side that has authority what no unsettled critical write has made. Waits for those that are under
     * way on these rows; the check and the read see one snapshot.
     *
     * @param work only reads; may be run again
     * @throws dev.theseus.domain.critical.CriticalRowsBusy if a critical write does not end in time, or is open
     */
    <T extends @Nullable Object> T read(List<Touched> touched, SqlWork<T> work) throws SQLException;
}

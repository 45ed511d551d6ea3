package dev.theseus.domain.preparation;

import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.TablePlan;
import java.util.List;

/** Puts Theseus's own bookkeeping into both databases, and takes it away. Every operation may be repeated. */
public interface Preparation {

    /**
     * Makes the bookkeeping stand in both databases.
     *
     * @throws AlreadyInUse if another migration's bookkeeping stands in one of them
     * @throws dev.theseus.domain.database.DatabaseRefused if a privilege is missing
     */
    void prepare(MigrationId migration);

    /** Removes all rows of the target tables. */
    void removeRows(List<TablePlan> tables);

    /**
     * Takes the bookkeeping off both databases, and what is left of capture with it. Bookkeeping of others is left
     * alone.
     *
     * @throws dev.theseus.domain.database.DatabaseRefused if it still keeps the definition of an index or a constraint
     *     that was taken away and not built again; nothing is removed then
     * @throws dev.theseus.domain.capture.CaptureRefused if a table could not be locked within the patience
     */
    void remove(MigrationId migration);
}

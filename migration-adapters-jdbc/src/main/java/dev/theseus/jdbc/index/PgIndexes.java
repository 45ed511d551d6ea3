package dev.theseus.jdbc.index;

import dev.theseus.domain.backfill.IndexBuilding;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes the index building of a PostgreSQL target. */
public final class PgIndexes {

    private PgIndexes() {}

    /** The bookkeeping; may be run again and again. */
    public static String ddl(Side side) {
        return switch (side) {
            case OLD -> "";
            case NEW -> DeferredObjects.DDL;
        };
    }

    /**
     * Index building as the plan says. Definitions, tablespaces and comments come back as they were. What does not:
     * which index a table was clustered by, statistics targets of index expressions, and the names of a partitioned
     * index's parts. Indexes that are invalid, that are the replica identity, or that belong to one partition alone are
     * not touched.
     */
    public static IndexBuilding indexBuilding(PgDatabase target, IndexBuild mode) {
        return new PgIndexBuilding(target, mode, LockPatience.DEFAULT, Looks.DEFAULT);
    }
}

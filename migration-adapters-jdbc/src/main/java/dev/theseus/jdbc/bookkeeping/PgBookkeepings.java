package dev.theseus.jdbc.bookkeeping;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.preparation.Preparation;
import dev.theseus.jdbc.board.PgBoards;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.copy.PgCopy;
import dev.theseus.jdbc.critical.PgCriticals;
import dev.theseus.jdbc.definition.PgDefinitions;
import dev.theseus.jdbc.index.PgIndexes;
import dev.theseus.jdbc.largeobject.PgObjects;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.remap.PgRemappings;
import dev.theseus.jdbc.throttle.PgThrottles;
import java.util.List;

/** Makes the bookkeeping of a migration between two PostgreSQL databases. */
public final class PgBookkeepings {

    private PgBookkeepings() {}

    public static Preparation preparation(PgDatabase old, PgDatabase target) {
        return new PgBookkeeping(old, target, LockPatience.DEFAULT, PgBookkeepings::ddl);
    }

    /** The bookkeeping of new alone, where old is no PostgreSQL database. */
    public static Preparation ofTarget(PgDatabase target) {
        return new PgBookkeeping(List.of(target), target, LockPatience.DEFAULT, PgBookkeepings::ddl);
    }

    private static String ddl(Side side) {
        return String.join(
                "\n",
                PgFence.ddl(side),
                PgCapture.ddl(side),
                PgCopy.ddl(side),
                PgObjects.ddl(side),
                PgIndexes.ddl(side),
                PgThrottles.ddl(side),
                PgBoards.ddl(side),
                PgCriticals.ddl(side),
                PgDefinitions.ddl(side),
                PgRemappings.ddl(side));
    }
}

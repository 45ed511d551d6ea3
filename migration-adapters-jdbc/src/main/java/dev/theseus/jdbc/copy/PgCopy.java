package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Backfill;
import dev.theseus.domain.backfill.ChunkCopy;
import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Throttle;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.util.List;
import java.util.function.Consumer;

/** Makes what copies from one PostgreSQL server to another. */
public final class PgCopy {

    private PgCopy() {}

    /** The bookkeeping that the copy needs on a side; may be run again. */
    public static String ddl(Side side) {
        return switch (side) {
            case OLD -> CopySchema.OLD;
            case NEW -> CopySchema.NEW;
        };
    }

    /** Plans chunks and remembers which were copied; to be closed. Holds one session of the new database. */
    public static ChunkLedger ledger(PgDatabase old, PgDatabase target, BackfillSettings settings) {
        return new PgChunkLedger(old, target, settings);
    }

    /** Copies chunks. Each copy that runs holds one session of either database. */
    public static ChunkCopy chunkCopy(PgDatabase old, PgDatabase target, Throttle throttle) {
        return new PgChunkCopy(
                old, target, throttle, new WideRows(Runtime.getRuntime().maxMemory()));
    }

    /**
     * Copies whole tables. It holds up to one session of either database for each of the plan's parallel copies, and
     * two more of the new one.
     *
     * @param tables whose progress is told; those of the plan
     * @param beforeCompletion for each table, when its rows are there and none of its changes has been applied yet; the
     *     place to build its indexes. Repeated after a crash; several tables may be there at once
     */
    public static Backfill backfill(
            PgDatabase old,
            PgDatabase target,
            List<TablePlan> tables,
            Throttle throttle,
            Consumer<TablePlan> beforeCompletion) {
        return new PgBackfill(new PgBackfill.Databases(old, target), tables, throttle, beforeCompletion);
    }
}

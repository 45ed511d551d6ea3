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

/** Makes what copies into a PostgreSQL database. */
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
        return new PgChunkLedger(new SourceSurvey(old, settings.order()), target, settings);
    }

    /** Copies chunks. Each copy that runs holds one session of either database. */
    public static ChunkCopy chunkCopy(PgDatabase old, PgDatabase target, Throttle throttle) {
        return new PgChunkCopy(new PgChunkStreams(old), target, throttle, wideRows());
    }

    /**
     * Copies whole tables. It holds up to one session of either database for each of the plan's parallel copies, and
     * two more of the new one.
     *
     * @param tables all that are planned
     * @param beforeComplete what is to be done when all rows of a table are copied and before its log is relayed: a
     *     unique index can't be built while the relay brings rows one by one. May be called again for a table
     */
    public static Backfill backfill(
            PgDatabase old,
            PgDatabase target,
            List<TablePlan> tables,
            Throttle throttle,
            Consumer<TablePlan> beforeComplete) {
        PgBackfill.Origin origin = new PgBackfill.Origin(
                settings -> new SourceSurvey(old, settings.order()), new PgChunkStreams(old));
        return new PgBackfill(new PgBackfill.Ground(origin, target, tables), throttle, wideRows(), beforeComplete);
    }

    /** Plans chunks of an old database of another kind; see {@link #ledger(PgDatabase, PgDatabase, BackfillSettings)}. */
    public static ChunkLedger ledger(CopySource old, PgDatabase target, BackfillSettings settings) {
        return new PgChunkLedger(new ForeignOrigin(old), target, settings);
    }

    /** Copies chunks of an old database of another kind. */
    public static ChunkCopy chunkCopy(CopySource old, PgDatabase target, Throttle throttle) {
        return new PgChunkCopy(new ForeignOrigin(old), target, throttle, wideRows());
    }

    /** Copies whole tables of an old database of another kind. */
    public static Backfill backfill(
            CopySource old,
            PgDatabase target,
            List<TablePlan> tables,
            Throttle throttle,
            Consumer<TablePlan> beforeComplete) {
        ForeignOrigin foreign = new ForeignOrigin(old);
        PgBackfill.Origin origin = new PgBackfill.Origin(settings -> foreign, foreign);
        return new PgBackfill(new PgBackfill.Ground(origin, target, tables), throttle, wideRows(), beforeComplete);
    }

    private static WideRows wideRows() {
        return new WideRows(Runtime.getRuntime().maxMemory());
    }
}

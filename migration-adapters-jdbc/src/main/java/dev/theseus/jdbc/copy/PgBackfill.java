package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Backfill;
import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Throttle;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Copies the tables of a plan with as many threads as the plan says. One copy at a time. */
final class PgBackfill implements Backfill {

    private final PgDatabase old;
    private final PgDatabase target;
    private final Throttle throttle;
    private final WideRows wideRows;
    private final CopyProgresses figures;

    private volatile List<TablePlan> current = List.of();
    private volatile Map<TableName, CopyProgress> lastSeen = Map.of();

    PgBackfill(PgDatabase old, PgDatabase target, Throttle throttle, WideRows wideRows) {
        this.old = old;
        this.target = target;
        this.throttle = throttle;
        this.wideRows = wideRows;
        this.figures = new CopyProgresses(target);
    }

    @Override
    public void copy(Plan plan, List<TablePlan> tables, Consumer<TableCopied> copied) throws InterruptedException {
        current = List.copyOf(tables);
        BackfillSettings settings = plan.settings().backfill();
        try (ChunkLedger ledger = new PgChunkLedger(old, target, settings);
                PgChunkCopy copy = new PgChunkCopy(old, target, throttle, wideRows)) {
            BackfillWork work = new BackfillWork(ledger, copy, throttle, settings.chunk(), copied);
            BackfillRun run = new BackfillRun(work, copy::close);
            run.copy(tables, settings.parallelism());
        }
    }

    /** While the new database is away, what was last seen of it. */
    @Override
    public Map<TableName, CopyProgress> progress() {
        try {
            lastSeen = figures.of(current);
        } catch (DatabaseUnavailable e) {
            return lastSeen;
        }
        return lastSeen;
    }
}

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
    private final WideRows wideRows = new WideRows(Runtime.getRuntime().maxMemory());
    private final CopyProgresses figures;

    private final List<TablePlan> tables;
    private final Consumer<TablePlan> beforeCompletion;
    private volatile Map<TableName, CopyProgress> lastSeen = Map.of();

    PgBackfill(Databases databases, List<TablePlan> tables, Throttle throttle, Consumer<TablePlan> beforeCompletion) {
        this.old = databases.old();
        this.target = databases.target();
        this.tables = List.copyOf(tables);
        this.throttle = throttle;
        this.beforeCompletion = beforeCompletion;
        this.figures = new CopyProgresses(databases.target());
    }

    record Databases(PgDatabase old, PgDatabase target) {}

    @Override
    public void copy(Plan plan, List<TablePlan> chosen, Consumer<TableCopied> copied) throws InterruptedException {
        BackfillSettings settings = plan.settings().backfill();
        try (ChunkLedger ledger = new PgChunkLedger(old, target, settings);
                PgChunkCopy copy = new PgChunkCopy(old, target, throttle, wideRows)) {
            BackfillWork work = new BackfillWork(
                    ledger, copy, throttle, settings.chunk(), new BackfillWork.Steps(beforeCompletion, copied));
            BackfillRun run = new BackfillRun(work, copy::close);
            run.copy(chosen, settings.parallelism());
        }
    }

    /** While the new database is away, what was last seen of it. */
    @Override
    public Map<TableName, CopyProgress> progress() {
        try {
            lastSeen = figures.of(tables);
        } catch (DatabaseUnavailable e) {
            return lastSeen;
        }
        return lastSeen;
    }
}

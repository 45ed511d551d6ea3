package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Backfill;
import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Throttle;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Copies the tables of a plan with as many threads as the plan says. One copy at a time. */
final class PgBackfill implements Backfill {

    /** An undefined table, an undefined schema. */
    private static final Set<String> UNDEFINED = Set.of("42P01", "3F000");

    private final PgDatabase old;
    private final PgDatabase target;
    private final Throttle throttle;
    private final WideRows wideRows;
    private final CopyProgresses figures;

    private final List<TablePlan> tables;
    private final Consumer<TablePlan> beforeComplete;

    private final AtomicReference<Seen> lastSeen = new AtomicReference<>(new Seen(Map.of(), 0));

    PgBackfill(Ground ground, Throttle throttle, WideRows wideRows, Consumer<TablePlan> beforeComplete) {
        this.old = ground.old();
        this.target = ground.target();
        this.tables = ground.tables();
        this.beforeComplete = beforeComplete;
        this.throttle = throttle;
        this.wideRows = wideRows;
        this.figures = new CopyProgresses(ground.target());
    }

    /** @param tables all that are planned: those that {@link #progress} tells of */
    record Ground(PgDatabase old, PgDatabase target, List<TablePlan> tables) {
        Ground {
            tables = List.copyOf(tables);
        }
    }

    @Override
    public void copy(Plan plan, List<TablePlan> wanted, Consumer<TableCopied> copied) throws InterruptedException {
        BackfillSettings settings = plan.settings().backfill();
        try (ChunkLedger ledger = new PgChunkLedger(old, target, settings);
                PgChunkCopy copy = new PgChunkCopy(old, target, throttle, wideRows)) {
            BackfillWork work = new BackfillWork(
                    ledger, copy, throttle, settings.chunk(), new BackfillWork.Ends(beforeComplete, copied));
            BackfillRun run = new BackfillRun(work, copy::close);
            run.copy(wanted, settings.parallelism());
        }
    }

    /** While the new database is away, what was last seen of it; without bookkeeping in it, no table is open. */
    @Override
    public Map<TableName, CopyProgress> progress() {
        return seen().tables();
    }

    @Override
    public double covered() {
        return seen().covered();
    }

    private Seen seen() {
        Seen now = look(lastSeen.get(), () -> new Seen(figures.of(tables), figures.covered()));
        lastSeen.set(now);
        return now;
    }

    private Seen look(Seen last, Supplier<Seen> reading) {
        try {
            return reading.get();
        } catch (DatabaseUnavailable e) {
            return last;
        } catch (DatabaseRefused e) {
            if (!UNDEFINED.contains(e.sqlState())) {
                throw e;
            }
            return new Seen(
                    tables.stream()
                            .map(TablePlan::old)
                            .distinct()
                            .collect(Collectors.toMap(Function.identity(), old -> CopyProgress.NOT_OPEN)),
                    0);
        }
    }

    private record Seen(Map<TableName, CopyProgress> tables, double covered) {}
}

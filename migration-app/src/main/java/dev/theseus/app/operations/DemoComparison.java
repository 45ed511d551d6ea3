package dev.theseus.app.operations;

import dev.theseus.app.demo.FinalComparison;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.plan.PlanResolution;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.catalog.PgCatalogs;
import dev.theseus.jdbc.comparison.RowByRowComparison;
import dev.theseus.jdbc.comparison.RowByRowResult;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Compares the demonstration's databases row by row; asks the catalogues which tables there are, not the migration. */
final class DemoComparison implements FinalComparison {

    private static final int SESSIONS = 3;

    @Override
    public List<ComparedTable> compare(Path planFile) {
        PlanFile plan = PlanFile.read(planFile, Map.of());
        try (PgDatabase old = open(Side.OLD, plan.old());
                PgDatabase target = open(Side.NEW, plan.target())) {
            List<TablePlan> tables = PlanResolution.resolve(plan, PgCatalogs.catalog(old), PgCatalogs.catalog(target))
                    .tables();
            RowByRowComparison comparison = new RowByRowComparison(old, target);
            return tables.stream()
                    .map(comparison::compare)
                    .map(DemoComparison::compared)
                    .toList();
        }
    }

    private static PgDatabase open(Side side, DatabaseAddress address) {
        return PgDatabase.open(side, address.url(), address.user(), new Passwords(Map.of()).of(address), SESSIONS);
    }

    private static ComparedTable compared(RowByRowResult result) {
        return new ComparedTable(
                result.table().toString(),
                result.rowsOld(),
                result.rowsNew(),
                result.differences(),
                result.first().stream()
                        .findFirst()
                        .map(d -> d.kind() + " at key " + d.key())
                        .orElse(""));
    }
}

package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.util.List;
import java.util.Optional;

/** Copies a table of documents in a process of its own, one document in a chunk. */
final class CopyInSmallHeap {

    private CopyInSmallHeap() {}

    public static void main(String[] arguments) throws InterruptedException {
        TableName name = new TableName("public", arguments[2]);
        TablePlan table = new TablePlan(
                1,
                name,
                name,
                List.of("id"),
                List.of("id", "body", "title"),
                ExistingRows.REFUSE,
                CaptureMode.AUTOMATIC);
        BackfillSettings plain = BackfillSettings.DEFAULT;
        BackfillSettings settings = new BackfillSettings(
                2,
                new BackfillSettings.ChunkSize(64 << 10, 1),
                BackfillSettings.ChunkOrder.KEY,
                plain.indexes(),
                plain.rate(),
                plain.window());
        Plan.Settings all = Plan.Settings.DEFAULT;
        DatabaseAddress address = new DatabaseAddress("jdbc:postgresql://localhost/x", "x", Optional.empty());
        Plan plan = new Plan(
                new MigrationId("m"),
                address,
                address,
                List.of(table),
                new Plan.Settings(settings, all.throttle(), all.relay(), all.verification(), all.gates()));
        try (PgDatabase old = PgDatabase.open(Side.OLD, arguments[0], null, null, 4);
                PgDatabase target = PgDatabase.open(Side.NEW, arguments[1], null, null, 6)) {
            PgCopy.backfill(old, target, List.of(table), CopyScene.OPEN, t -> {})
                    .copy(plan, List.of(table), copied -> System.out.println(copied.progress()));
        }
    }
}

package dev.theseus.app.run;

import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;

/** From empty databases to a new one that has caught up with old. */
final class CopyingWork {

    private final Ground ground;
    private final DataPlane data;

    CopyingWork(Ground ground) {
        this.ground = ground;
        this.data = ground.data();
    }

    void prepare() {
        data.preparation().prepare(ground.plan().id());
        ground.report(id -> new MigrationCommand.ReportPrepared(id, ground.now()));
    }

    void installCapture() {
        for (TableName table :
                ground.plan().tables().stream().map(TablePlan::old).distinct().toList()) {
            // a table that is split is captured for each of its parts
            ground.plan().tables(table).forEach(data.capture()::install);
            ground.report(id -> new MigrationCommand.ReportCaptured(id, ground.now(), table));
        }
    }

    void copyTables() throws InterruptedException {
        data.indexes().takeAway(ground.plan().tables());
        data.relay().start();
        data.backfill().copy(ground.plan(), data.order(ground.plan()), this::copied);
    }

    private void copied(TableCopied copied) {
        ground.report(id -> new MigrationCommand.ReportCopied(id, ground.now(), copied));
        ground.report(id -> new MigrationCommand.ReportIndexesBuilt(id, ground.now(), copied.table()));
    }

    void catchUp() throws InterruptedException {
        ground.drain();
        data.indexes().buildForeignKeys(ground.plan().tables());
        data.sequences().advance(ground.plan().tables());
        Backlog backlog = data.relay().status().backlog();
        ground.report(id -> new MigrationCommand.ReportCaughtUp(id, ground.now(), backlog));
    }
}

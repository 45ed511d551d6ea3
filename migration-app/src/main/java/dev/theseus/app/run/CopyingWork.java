package dev.theseus.app.run;

import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.keymap.KeyMaps.Filled;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.plan.TablePlan;

/** From empty databases to a new one that has caught up with old. */
final class CopyingWork {

    /** Short enough to be out of everybody's way. */
    private static final int KEYS_AT_ONCE = 5_000;

    private final Ground ground;
    private final DataPlane data;
    private final LoggingAnew anew;

    CopyingWork(Ground ground) {
        this.ground = ground;
        this.data = ground.data();
        this.anew = new LoggingAnew(ground);
    }

    void prepare() throws InterruptedException {
        data.preparation().prepare(ground.plan().id());
        for (KeyMap map : ground.plan().keyMaps()) {
            giveKeys(map);
        }
        ground.report(id -> new MigrationCommand.ReportPrepared(id, ground.now()));
    }

    /** Before capture: what is noted later finds its key, and the map is copied like any other table. */
    private void giveKeys(KeyMap map) throws InterruptedException {
        data.keyMaps().install(map);
        ground.listener().waits("the rows of " + map.old().table() + " get their new keys");
        while (data.keyMaps().fill(map, KEYS_AT_ONCE) == Filled.SOME) {
            if (Thread.interrupted()) {
                throw new InterruptedException(
                        "stopped to give keys to rows of " + map.old().table());
            }
        }
        ground.listener().waits("");
    }

    void installCapture() {
        for (TableName table :
                ground.plan().tables().stream().map(TablePlan::old).distinct().toList()) {
            // before capture: what becomes of the table in between must not be missed
            data.definitions().keep(ground.plan().tables(table));
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
        anew.complete();
        ground.drain();
        data.indexes().buildForeignKeys(ground.plan().tables());
        data.sequences().advance(ground.plan().tables());
        Backlog backlog = data.relay().status().backlog();
        ground.report(id -> new MigrationCommand.ReportCaughtUp(id, ground.now(), backlog));
    }
}

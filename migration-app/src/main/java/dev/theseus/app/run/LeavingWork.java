package dev.theseus.app.run;

import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.plan.TablePlan;

/** Takes everything of Theseus's off both databases. */
final class LeavingWork {

    private final Ground ground;
    private final DataPlane data;

    LeavingWork(Ground ground) {
        this.ground = ground;
        this.data = ground.data();
    }

    void takeBack(RowDisposition rows) throws InterruptedException {
        awaitReadsOnOld(ground.publication().publish().version());
        data.relay().close();
        data.definitions().forget();
        for (TablePlan table : ground.plan().tables()) {
            data.capture().remove(table);
        }
        ground.endKeys();
        if (rows == RowDisposition.REMOVE) {
            data.preparation().removeRows(ground.plan().tables());
        }
        ground.plan().tables().forEach(data.indexes()::buildIndexes);
        data.indexes().buildForeignKeys(ground.plan().tables());
        data.preparation().remove(ground.plan().id());
        ground.report(id -> new MigrationCommand.ReportRolledBack(id, ground.now()));
    }

    /** From here on nothing keeps new true. A node that is silent for long is dead, and no node any more. */
    private void awaitReadsOnOld(long version) throws InterruptedException {
        while (data.nodes().nodes().stream().anyMatch(n -> n.version() < version)) {
            ground.listener().waits("all nodes read from old");
            Thread.sleep(Ground.LOOK);
        }
        ground.listener().waits("");
    }
}

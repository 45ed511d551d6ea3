package dev.theseus.app.run;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.authority.Rehearsal;
import dev.theseus.domain.critical.CriticalNews;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.gate.CutoverEvidence;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.plan.TablePlan;
import java.util.List;

/** Cutover, rollback and completion: what moves authority, and what must be done before and after. */
final class TransferWork {

    private final Ground ground;
    private final DataPlane data;
    private final List<TablePlan> tables;

    TransferWork(Ground ground) {
        this.ground = ground;
        this.data = ground.data();
        this.tables = ground.plan().tables();
    }

    void installFence() {
        data.fencing().install(tables);
        ground.report(id -> new MigrationCommand.ReportFenced(id, ground.now()));
    }

    void rehearse() {
        Rehearsal rehearsal = data.handover().rehearse();
        ground.report(id -> new MigrationCommand.ReportRehearsal(id, ground.now(), rehearsal));
    }

    void checkCutover() {
        DefinitionLook.on(ground).look();
        CutoverEvidence evidence = new CutoverEvidence(
                ground.evidence(),
                data.fencing().state(tables),
                data.oldHealth().look(),
                ground.nodesBehind(ground.publication().publish().version()));
        ground.report(id -> new MigrationCommand.RequestHandover(id, ground.now(), evidence));
    }

    void handOver(Epoch from) throws InterruptedException {
        data.relay().start();
        if (from.direction().source() == Side.NEW) {
            ground.awaitNodes("all nodes have stopped reading from new");
        }
        hand(from);
    }

    private void hand(Epoch from) {
        HandoverOutcome outcome = data.handover()
                .hand(from, tables, ground.plan().settings().cutover().budget());
        ground.listener().handed(outcome);
        ground.report(id -> new MigrationCommand.ReportHandover(id, ground.now(), outcome));
        ground.publication().publish();
    }

    /** What was cut off between the two databases is finished: authority must be somewhere. */
    void settle(Epoch from) {
        Authority authority = data.handover().look();
        if (authority.state() == Authority.State.MOVING) {
            hand(from);
        }
        Authority settled = data.handover().look();
        ground.report(id -> new MigrationCommand.ReportAuthority(id, ground.now(), settled));
        ground.publication().publish();
    }

    void checkOldHealth() {
        ground.report(id -> new MigrationCommand.ReportOldHealth(
                id, ground.now(), data.oldHealth().look()));
    }

    /** Each node empties its caches when it sees that authority moved; so all have to have looked. */
    void clearCaches() throws InterruptedException {
        ground.awaitNodes("all nodes have seen where authority is");
        ground.report(id -> new MigrationCommand.ReportCachesCleared(id, ground.now()));
        ground.publication().publish();
    }

    void takeOff() throws InterruptedException {
        ground.awaitNodes("all nodes write to new");
        requireSettled();
        data.relay().close();
        data.definitions().forget();
        data.fencing().remove(tables);
        tables.forEach(data.capture()::remove);
        ground.endKeys();
        ground.report(id -> new MigrationCommand.ReportTakenOff(id, ground.now()));
        ground.publication().publish();
    }

    /** To take one back, the other database has to be kept in step. */
    private void requireSettled() {
        data.criticalWrites(CriticalNews.NONE).open().stream().findFirst().ifPresent(write -> {
            throw new DatabaseRefused(
                    write.side(),
                    "55000",
                    "Critical write " + write.id() + " in the journal of the " + write.side()
                            + " database is not settled: " + write.detail() + ". What leads back stands until it is.");
        });
    }
}

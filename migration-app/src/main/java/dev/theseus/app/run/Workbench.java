package dev.theseus.app.run;

import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.BackfillProcess;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.rollout.TrafficWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Carries each piece of work out through the data plane, and sees to it that something is reported in the end. */
final class Workbench {

    private final Ground ground;
    private final CopyingWork copying;
    private final ComparingWork comparing;
    private final EnteringWork entering;
    private final LeavingWork leaving;
    private final TransferWork transfer;
    private final TrafficWork traffic;

    /** @param windows what the nodes counted lately */
    Workbench(Ground ground, Supplier<TrafficWindow> windows) {
        this.ground = ground;
        this.copying = new CopyingWork(ground);
        this.comparing = new ComparingWork(ground);
        this.entering = new EnteringWork(ground);
        this.leaving = new LeavingWork(ground);
        this.transfer = new TransferWork(ground);
        this.traffic = new TrafficWork(ground, windows);
    }

    /**
     * Does the work, waiting for servers that are away; work that can't be done is reported as failed.
     *
     * @param process that ordered it: where backfill fails the run ends, any other process decides what follows
     */
    void carryOut(String process, Work work) throws InterruptedException {
        RunListener listener = ground.listener();
        listener.begins(work);
        Instant began = ground.now();
        try {
            new Patience(listener).insist(() -> perform(work));
        } catch (RuntimeException e) {
            // whatever broke off because of the interrupt is no failure of the work
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped to " + Wording.of(work));
            }
            listener.failed(work, e);
            ground.report(id -> failure(id, process, work, e));
        } finally {
            listener.ended(work, Duration.between(began, ground.now()));
        }
    }

    private String hold() {
        boolean byDefinitions = ground.reports().state() instanceof Paused paused
                && !paused.held().facts().definitions().changes().isEmpty();
        return byDefinitions
                ? "the migration is held by changed definitions: see `theseus definitions`"
                : "the migration is paused";
    }

    private MigrationCommand failure(MigrationId id, String process, Work work, RuntimeException e) {
        return process.equals(BackfillProcess.PROCESS.name())
                ? new MigrationCommand.ReportFailure(id, ground.now(), Wording.of(work), Wording.reason(e))
                : new MigrationCommand.ReportStepFailed(id, ground.now(), process, Wording.of(work), Wording.reason(e));
    }

    private void perform(Work work) throws InterruptedException {
        switch (work) {
            case Work.Prepare w -> copying.prepare();
            case Work.InstallCapture w -> copying.installCapture();
            case Work.CopyTables w -> copying.copyTables();
            case Work.CatchUp w -> copying.catchUp();
            case Work.Verify w -> comparing.verify();
            case Work.Enter w -> entering.enter(w.phase());
            case Work.Follow w -> comparing.follow();
            case Work.Hold w -> ground.listener().waits(hold() + "; capture and relay go on");
            case Work.TakeBack w -> leaving.takeBack(w.rows());
            case Work.InstallFence w -> transfer.installFence();
            case Work.Rehearse w -> transfer.rehearse();
            case Work.CheckCutover w -> transfer.checkCutover();
            case Work.HandOver w -> transfer.handOver(w.from());
            case Work.Settle w -> transfer.settle(w.from());
            case Work.VerifyMoved w -> comparing.verify();
            case Work.CheckOldHealth w -> transfer.checkOldHealth();
            case Work.ClearCaches w -> transfer.clearCaches();
            case Work.TakeOff w -> transfer.takeOff();
            case Work.MeasureTraffic w -> traffic.measure(w.step(), w.since());
            case Work.AwaitReads w -> traffic.awaitReads();
            case Work.VerifyTouched w -> traffic.verifyTouched();
            case Work.Finish w -> throw new IllegalStateException("Finishing is the crew's own work");
        }
    }
}

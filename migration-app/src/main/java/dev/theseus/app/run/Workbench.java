package dev.theseus.app.run;

import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.process.Work;
import java.time.Duration;
import java.time.Instant;

/** Carries each piece of work out through the data plane, and sees to it that something is reported in the end. */
final class Workbench {

    private final Ground ground;
    private final CopyingWork copying;
    private final ComparingWork comparing;
    private final EnteringWork entering;
    private final LeavingWork leaving;

    Workbench(Ground ground) {
        this.ground = ground;
        this.copying = new CopyingWork(ground);
        this.comparing = new ComparingWork(ground);
        this.entering = new EnteringWork(ground);
        this.leaving = new LeavingWork(ground);
    }

    /** Does the work, waiting for servers that are away; work that can't be done is reported as failed. */
    void carryOut(Work work) throws InterruptedException {
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
            ground.report(
                    id -> new MigrationCommand.ReportFailure(id, ground.now(), Wording.of(work), Wording.reason(e)));
        } finally {
            listener.ended(work, Duration.between(began, ground.now()));
        }
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
            case Work.Hold w -> ground.listener().waits("the migration is paused; capture and relay go on");
            case Work.TakeBack w -> leaving.takeBack(w.rows());
            case Work.Finish w -> throw new IllegalStateException("Finishing is the crew's own work");
        }
    }
}

package dev.theseus.app.run;

import dev.theseus.domain.migration.Courses;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Instant;

/** Keeps the other side equal, and looks again and again whether it is. */
final class ComparingWork {

    private final Ground ground;
    private final Following following;
    private final LoggingAnew anew;

    ComparingWork(Ground ground) {
        this.ground = ground;
        this.anew = new LoggingAnew(ground);
        this.following = new Following(ground.plan().settings().verification().every(), ground.clock());
    }

    void verify() throws InterruptedException {
        anew.complete();
        ground.drain();
        Instant began = ground.now();
        VerificationReport report =
                ground.data().verification().verify(ground.plan().tables(), ground.listener()::compared);
        ground.data().sequences().advance(ground.plan().tables());
        ground.listener().verified(report);
        VerificationSummary summary = VerificationSummary.of(report, ground.now());
        following.compared();
        ground.report(id -> new MigrationCommand.ReportVerification(id, ground.now(), began, summary));
        ground.publication().publish();
    }

    void follow() throws InterruptedException {
        ground.data().relay().start();
        following.follow(() -> {
            awaitReadsBack();
            verify();
        });
    }

    /** The comparison that readers wait for has the servers to itself. */
    private void awaitReadsBack() throws InterruptedException {
        while (Courses.failback(ground.reports().state()).isPresent()) {
            Thread.sleep(Ground.LOOK);
        }
    }
}

package dev.theseus.app.run;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.rollout.TrafficEvidence;
import dev.theseus.domain.rollout.TrafficWindow;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeReports.Reads;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Instant;
import java.util.function.Supplier;

/** What rollout by steps and failback ask for. */
final class TrafficWork {

    private final Ground ground;
    private final Supplier<TrafficWindow> windows;
    private final TouchedRows touched;

    /** @param windows what the nodes counted lately */
    TrafficWork(Ground ground, Supplier<TrafficWindow> windows) {
        this.ground = ground;
        this.windows = windows;
        this.touched = new TouchedRows(ground);
    }

    void measure(int step, Instant since) {
        Backlog backlog = ground.evidence().backlog();
        TrafficEvidence evidence = windows.get()
                .since(since, backlog.age())
                .orElseGet(() -> new TrafficEvidence(since, since, NodeCounts.ZERO, backlog.age()));
        ground.report(id -> new MigrationCommand.ReportTraffic(id, ground.now(), step, evidence));
        ground.publication().publish();
    }

    void awaitReads() throws InterruptedException {
        touched.readsFail();
        while (ground.data().nodes().nodes().stream().anyMatch(n -> n.reads() == Reads.FAILING)) {
            ground.listener().waits("reads of new work again on all nodes");
            Thread.sleep(Ground.LOOK);
        }
        ground.listener().waits("");
        ground.report(id -> new MigrationCommand.ReportReadsRecovered(id, ground.now()));
    }

    /** What was brought over is asked for when the log has been drained: whatever is not in it is in the answer. */
    void verifyTouched() throws InterruptedException {
        ground.drain();
        VerificationSummary summary = VerificationSummary.of(touched.compare(), ground.now());
        ground.report(id -> new MigrationCommand.ReportFailbackCompared(id, ground.now(), summary));
        ground.publication().publish();
    }
}

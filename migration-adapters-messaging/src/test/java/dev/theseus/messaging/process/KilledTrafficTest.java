package dev.theseus.messaging.process;

import static dev.theseus.messaging.Shop.ANNA;
import static dev.theseus.messaging.Shop.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.migration.Course;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.FailbackSettings;
import dev.theseus.domain.plan.Plan.Settings;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.plan.RolloutSettings.Limits;
import dev.theseus.domain.plan.RolloutSettings.Mode;
import dev.theseus.domain.plan.RolloutSettings.Retry;
import dev.theseus.domain.plan.RolloutSettings.Step;
import dev.theseus.domain.plan.TrafficSettings;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.rollout.TrafficEvidence;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import dev.theseus.messaging.ControlPlane;
import dev.theseus.messaging.TestControlDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A run goes away with each piece of work that a rollout and a failback order, and the control plane is closed; the
 * next run, on the same control database, orders it again and goes on.
 */
class KilledTrafficTest {

    private static final Duration DWELL = Duration.ofMillis(300);

    private final TestControlDatabase database = TestControlDatabase.create();
    private int runs;

    private static Settings settings() {
        RolloutSettings steps = new RolloutSettings(
                List.of(new Step(50, DWELL), new Step(100, DWELL)), Mode.AUTOMATIC, Limits.DEFAULT, Retry.DEFAULT);
        return Settings.DEFAULT.with(new TrafficSettings(
                steps,
                new FailbackSettings(Duration.ofMinutes(5), FailbackSettings.Compare.TOUCHED),
                AutomaticRollbackSettings.DEFAULT));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_rollout_and_a_failback_in_it_are_taken_up_wherever_they_were_left() {
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            KilledTransferTest.prepare(plane, settings());
            plane.execute(
                    new MigrationCommand.ChangeRollout(ID, Instant.now(), RolloutPolicy.NOBODY.withPercentage(0)),
                    ANNA);
            plane.execute(new MigrationCommand.BeginRollout(ID, Instant.now()), ANNA);
        }
        assertThat(orderedBeforeTheEnd()).isInstanceOf(Work.MeasureTraffic.class);
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            NodeWord failed = new NodeWord(1, "node-1", NodeWord.Kind.READS_FAILED, Instant.now(), "57P01");
            plane.execute(new MigrationCommand.NoteNodeWord(ID, Instant.now(), failed), ANNA);
            assertThat(plane.rollout(ID).policy().percentage()).isZero();
        }
        assertThat(orderedBeforeTheEnd()).isEqualTo(new Work.AwaitReads());
        report(new Work.AwaitReads());
        assertThat(orderedBeforeTheEnd()).isEqualTo(new Work.VerifyTouched());
        report(new Work.VerifyTouched());
        goOnToTheEnd();
        assertThat(database.texts("SELECT payload_type FROM theseus_control.event ORDER BY global_index"))
                .containsSubsequence(
                        "migration.rollout-began",
                        "migration.failback-began",
                        "migration.failback-ended",
                        "migration.deadline-passed",
                        "migration.rollout-step-passed",
                        "migration.rollout-ended");
    }

    /** A run whose crew does nothing with the first work that it is ordered, and goes away. */
    private Work orderedBeforeTheEnd() {
        List<Work> ordered = new CopyOnWriteArrayList<>();
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            begin(plane, ordered);
            await().until(() -> !ordered.isEmpty());
        }
        return ordered.getFirst();
    }

    /** What a run that went away had done and could not say is done and said by the next one. */
    private void report(Work work) {
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            plane.execute(reportOf(work), ANNA);
        }
    }

    private void goOnToTheEnd() {
        List<Work> ordered = new CopyOnWriteArrayList<>();
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            begin(plane, ordered);
            int done = 0;
            while (course(plane).rollout().isPresent()) {
                int before = done;
                await().until(() ->
                        ordered.size() > before || course(plane).rollout().isEmpty());
                if (ordered.size() > before) {
                    plane.execute(reportOf(ordered.get(before)), ANNA);
                    done++;
                }
            }
            assertThat(plane.rollout(ID).policy().percentage()).isEqualTo(100);
        }
    }

    private static Course course(ControlPlane plane) {
        return plane.state(ID) instanceof Underway u ? u.course() : Course.NONE;
    }

    private void begin(ControlPlane plane, List<Work> ordered) {
        RunId run = new RunId("run-" + ++runs);
        plane.startProcesses(ID, run, (migration, process, orderedRun, work) -> {
            if (process.equals("traffic") && orderedRun.equals(run) && !(work instanceof Work.Hold)) {
                ordered.add(work);
            }
        });
        plane.execute(new MigrationCommand.BeginRun(ID, Instant.now(), run, Optional.empty()), ANNA);
    }

    private static MigrationCommand reportOf(Work work) {
        Instant now = Instant.now();
        return switch (work) {
            case Work.MeasureTraffic w ->
                new MigrationCommand.ReportTraffic(
                        ID,
                        now,
                        w.step(),
                        new TrafficEvidence(
                                w.since(), now, new NodeCounts(1_000, 1_000, 0, 0, 0, 0, 0, 0), Duration.ZERO));
            case Work.AwaitReads w -> new MigrationCommand.ReportReadsRecovered(ID, now);
            case Work.VerifyTouched w ->
                new MigrationCommand.ReportFailbackCompared(
                        ID, now, new VerificationSummary(now, Verdict.EQUAL, 2, 1_000, 0, 0));
            default -> throw new AssertionError("Ordered by the process of traffic: " + work);
        };
    }
}

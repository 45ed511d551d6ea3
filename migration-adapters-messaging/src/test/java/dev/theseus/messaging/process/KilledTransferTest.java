package dev.theseus.messaging.process;

import static dev.theseus.messaging.Shop.ANNA;
import static dev.theseus.messaging.Shop.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.authority.Rehearsal;
import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.gate.CutoverEvidence;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.ShadowReads;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.health.DatabaseHealth.Writing;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.RestoreMode;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.CutoverSettings;
import dev.theseus.domain.plan.CutoverSettings.Approval;
import dev.theseus.domain.plan.CutoverSettings.Persistence;
import dev.theseus.domain.plan.CutoverSettings.Readiness;
import dev.theseus.domain.plan.PauseBudget;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.Plan.Settings;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import dev.theseus.messaging.ControlPlane;
import dev.theseus.messaging.Shop;
import dev.theseus.messaging.TestControlDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A run goes away at every step of a cutover, of a rollback and of a completion: its crew does no more, or does the
 * step and can't say so, and the control plane is closed. The next run, on the same control database, brings it to its
 * end.
 */
class KilledTransferTest {

    private static final Settings SETTINGS = settings();

    private final TestControlDatabase database = TestControlDatabase.create();
    private final Databases databases = new Databases();
    private int runs;

    /** What a crew does with a piece of work before the run goes away. */
    private enum End {
        BEFORE_THE_WORK,
        AFTER_THE_WORK_BEFORE_THE_REPORT
    }

    /** Both databases, as far as authority goes. */
    private static final class Databases {

        private Epoch epoch = Epoch.FIRST;

        synchronized HandoverOutcome hand(Epoch from) {
            epoch = epoch.number() > from.number() ? epoch : from.next();
            return new HandoverOutcome.Moved(epoch, Duration.ofMillis(7));
        }

        synchronized Authority look() {
            return new Authority(epoch, epoch);
        }
    }

    private static Settings settings() {
        Settings usual = Settings.DEFAULT;
        return new Settings(
                usual.backfill(),
                usual.throttle(),
                usual.relay(),
                usual.verification(),
                usual.gates(),
                new CutoverSettings(
                        PauseBudget.DEFAULT,
                        Approval.NOT_REQUIRED,
                        new Readiness(Duration.ZERO, Duration.ofHours(2), Duration.ofHours(1), 5),
                        Duration.ZERO,
                        new Persistence(5, Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMinutes(10))));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void every_step_of_the_way_there_and_back_and_to_the_end_is_done_by_the_next_run() {
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            prepare(plane);
        }
        for (End end : End.values()) {
            cutOver(end);
            goBack(end);
            letEverybodyIn();
        }
        cutOver(End.BEFORE_THE_WORK);
        complete();
    }

    @Test
    void a_step_that_fails_is_tried_again_when_its_deadline_comes_in_another_run() {
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            prepare(plane);
            try (Crew crew = begin(plane, w -> false)) {
                plane.execute(new MigrationCommand.BeginCutover(ID, Instant.now(), evidence()), ANNA);
                await().until(() -> crew.ordered.contains(new Work.InstallFence()));
            }
        }
        try (ControlPlane plane = ControlPlane.open(database.source());
                Crew crew = begin(plane, w -> false)) {
            await().until(() -> crew.ordered.contains(new Work.InstallFence()));
            crew.ordered.clear();
            plane.execute(
                    new MigrationCommand.ReportStepFailed(ID, Instant.now(), "transfer", "install the fence", "locked"),
                    ANNA);

            await().until(() -> crew.ordered.contains(new Work.InstallFence()));
        }
        assertThat(database.texts("SELECT payload_type FROM theseus_control.event"))
                .contains("migration.step-failed", "migration.deadline-passed");
    }

    @Test
    void what_fails_too_often_is_given_up_by_the_process_itself() {
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            prepare(plane);
            try (Crew crew = begin(plane, w -> false)) {
                plane.execute(new MigrationCommand.BeginCutover(ID, Instant.now(), evidence()), ANNA);
                await().until(() -> crew.ordered.contains(new Work.InstallFence()));
                for (int i = 0; i < 5; i++) {
                    plane.execute(
                            new MigrationCommand.ReportStepFailed(ID, Instant.now(), "transfer", "fence", "locked"),
                            ANNA);
                }

                await().until(() -> isIdle(plane));
            }
            assertThat(plane.audit(ID))
                    .anySatisfy(e -> assertThat(e.what().json()).contains("fence: locked"))
                    .anySatisfy(e -> assertThat(e.what().name()).isEqualTo("migration.transfer-aborted"));
        }
    }

    private void cutOver(End end) {
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            plane.execute(new MigrationCommand.BeginCutover(ID, Instant.now(), evidence()), ANNA);
        }
        dieAtEach(end, Phase.CUT_OVER);
        assertThat(databases.look().holder()).contains(Side.NEW);
    }

    private void goBack(End end) {
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            plane.execute(
                    new MigrationCommand.RestoreCheckpoint(
                            ID, Instant.now(), Optional.empty(), RestoreCause.ASKED, RestoreMode.REAL),
                    ANNA);
        }
        dieAtEach(end, Phase.RAMPING);
        assertThat(databases.look().holder()).contains(Side.OLD);
    }

    private void complete() {
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            plane.execute(new MigrationCommand.BeginCompletion(ID, Instant.now(), evidence()), ANNA);
        }
        dieAtEach(End.BEFORE_THE_WORK, Phase.COMPLETED);
    }

    private void letEverybodyIn() {
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            plane.execute(
                    new MigrationCommand.ChangeRollout(ID, Instant.now(), RolloutPolicy.NOBODY.withPercentage(100)),
                    ANNA);
        }
    }

    /** Each run does one step more than the one before it could, until nothing is in progress. */
    private void dieAtEach(End end, Phase last) {
        for (int run = 0; run < 20; run++) {
            try (ControlPlane plane = ControlPlane.open(database.source())) {
                if (isIdle(plane)) {
                    assertThat(Migration.phase(plane.state(ID))).contains(last);
                    assertThat(plane.rollout(ID).epoch())
                            .isEqualTo(databases.look().newest());
                    return;
                }
                dieAtSecond(plane, end);
            }
        }
        throw new AssertionError("It did not come to an end");
    }

    private void dieAtSecond(ControlPlane plane, End end) {
        List<Work> done = new CopyOnWriteArrayList<>();
        try (Crew crew = begin(plane, work -> done.isEmpty() && done.add(work))) {
            await().until(() -> crew.ordered.size() > 1 || isIdle(plane));
            if (end == End.AFTER_THE_WORK_BEFORE_THE_REPORT && crew.ordered.size() > 1) {
                crew.report(crew.ordered.get(1));
            }
        }
    }

    private static boolean isIdle(ControlPlane plane) {
        return !(plane.state(ID) instanceof Underway u) || u.transfer().isEmpty();
    }

    private Crew begin(ControlPlane plane, Predicate<Work> does) {
        RunId run = new RunId("run-" + ++runs);
        Crew crew = new Crew(plane, does);
        plane.startProcesses(ID, run, (migration, process, orderedRun, work) -> {
            if (process.equals("transfer") && orderedRun.equals(run) && !(work instanceof Work.Hold)) {
                crew.take(work);
            }
        });
        plane.execute(new MigrationCommand.BeginRun(ID, Instant.now(), run, Optional.empty()), ANNA);
        return crew;
    }

    /** Does some of the work that it is ordered, on a thread of its own. */
    private final class Crew implements AutoCloseable {

        private final ControlPlane plane;
        private final Predicate<Work> does;
        private final List<Work> ordered = new CopyOnWriteArrayList<>();
        private final ExecutorService hand = Executors.newSingleThreadExecutor();

        Crew(ControlPlane plane, Predicate<Work> does) {
            this.plane = plane;
            this.does = does;
        }

        void take(Work work) {
            ordered.add(work);
            if (!hand.isShutdown() && does.test(work)) {
                hand.execute(() -> say(report(work)));
            }
        }

        private void say(MigrationCommand report) {
            try {
                plane.execute(report, ANNA);
            } catch (IllegalTransition late) {
                // the migration has gone on since
            }
        }

        private MigrationCommand report(Work work) {
            Instant now = Instant.now();
            DatabaseHealth healthy = new DatabaseHealth.Answers(Writing.WRITABLE, 50);
            return switch (work) {
                case Work.InstallFence w -> new MigrationCommand.ReportFenced(ID, now);
                case Work.Rehearse w ->
                    new MigrationCommand.ReportRehearsal(ID, now, new Rehearsal.Succeeded(Duration.ofMillis(90)));
                case Work.CheckCutover w ->
                    new MigrationCommand.RequestHandover(
                            ID,
                            now,
                            new CutoverEvidence(evidence(), Fencing.State.INSTALLED, healthy, new TreeSet<>()));
                case Work.HandOver w -> new MigrationCommand.ReportHandover(ID, now, databases.hand(w.from()));
                case Work.Settle w -> new MigrationCommand.ReportAuthority(ID, now, databases.look());
                case Work.VerifyMoved w -> new MigrationCommand.ReportVerification(ID, now, now, equal());
                case Work.CheckOldHealth w -> new MigrationCommand.ReportOldHealth(ID, now, healthy);
                case Work.ClearCaches w -> new MigrationCommand.ReportCachesCleared(ID, now);
                case Work.TakeOff w -> new MigrationCommand.ReportTakenOff(ID, now);
                default -> throw new AssertionError("Ordered by the process of transfers: " + work);
            };
        }

        @Override
        public void close() {
            hand.shutdownNow();
        }
    }

    private static Evidence evidence() {
        return new Evidence(Instant.now(), Backlog.EMPTY, new ShadowReads(100, 0));
    }

    private static VerificationSummary equal() {
        return new VerificationSummary(Instant.now(), Verdict.EQUAL, 2, 1000, 0, 0);
    }

    /** Brings the migration to where everybody reads from new. */
    private static void prepare(ControlPlane plane) {
        prepare(plane, SETTINGS);
    }

    static void prepare(ControlPlane plane, Settings settings) {
        Plan plan = Shop.plan().with(settings);
        Instant now = Instant.now();
        plane.execute(new MigrationCommand.PlanMigration(ID, now, plan), ANNA);
        plane.execute(new MigrationCommand.ReportPrepared(ID, now), ANNA);
        advance(plane, Phase.PREPARED);
        plan.tables().forEach(t -> plane.execute(new MigrationCommand.ReportCaptured(ID, now, t.old()), ANNA));
        advance(plane, Phase.CAPTURING);
        advance(plane, Phase.BACKFILLING);
        plan.tables().forEach(t -> {
            CopyProgress copied = new CopyProgress(1, 1, 1, 1, CopyProgress.State.COMPLETE);
            plane.execute(new MigrationCommand.ReportCopied(ID, now, new TableCopied(t.old(), copied)), ANNA);
            plane.execute(new MigrationCommand.ReportIndexesBuilt(ID, now, t.old()), ANNA);
        });
        advance(plane, Phase.CATCHING_UP);
        plane.execute(new MigrationCommand.ReportCaughtUp(ID, now, Backlog.EMPTY), ANNA);
        advance(plane, Phase.DUAL_WRITING);
        plane.execute(new MigrationCommand.ReportVerification(ID, now, now, equal()), ANNA);
        advance(plane, Phase.VERIFIED);
        advance(plane, Phase.SHADOWING);
        advance(plane, Phase.RAMPING);
        plane.execute(new MigrationCommand.ChangeRollout(ID, now, RolloutPolicy.NOBODY.withPercentage(100)), ANNA);
    }

    private static void advance(ControlPlane plane, Phase to) {
        plane.execute(new MigrationCommand.Advance(ID, Instant.now(), to, evidence()), ANNA);
    }
}

package dev.theseus.app.run;

import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.GateResult;
import dev.theseus.domain.migration.Gates;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.RolledBack;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.relay.RelayStatus;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Carries each piece of work out through the data plane, and reports what came of it. One thread at a time. */
final class Workbench {

    /** Between two looks at a gate that is closed. */
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Asking again means waiting for what has been logged meanwhile as well, so it is not asked often. */
    private static final Duration DRAIN = Duration.ofMinutes(1);

    private final Plan plan;
    private final DataPlane data;
    private final Reports reports;
    private final RunListener listener;
    private final InstantSource clock;
    private final Publication publication;
    private final Following following;

    Workbench(Plan plan, DataPlane data, Reports reports, RunListener listener, InstantSource clock) {
        this.plan = plan;
        this.data = data;
        this.reports = reports;
        this.listener = listener;
        this.clock = clock;
        this.publication = new Publication(reports::version, reports::rollout, data.board(), plan);
        this.following = new Following(plan.settings().verification().every(), clock);
    }

    Publication publication() {
        return publication;
    }

    /** Does the work, waiting for servers that are away; work that can't be done is reported as failed. */
    void carryOut(Work work) throws InterruptedException {
        listener.begins(work);
        Instant began = clock.instant();
        try {
            new Patience(listener).insist(() -> perform(work));
        } catch (RuntimeException e) {
            // whatever broke off because of the interrupt is no failure of the work
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped to " + Wording.of(work));
            }
            listener.failed(work, e);
            report(id -> new MigrationCommand.ReportFailure(id, clock.instant(), Wording.of(work), Wording.reason(e)));
        } finally {
            listener.ended(work, Duration.between(began, clock.instant()));
        }
    }

    private void perform(Work work) throws InterruptedException {
        switch (work) {
            case Work.Prepare w -> prepare();
            case Work.InstallCapture w -> installCapture();
            case Work.CopyTables w -> copyTables();
            case Work.CatchUp w -> catchUp();
            case Work.Verify w -> verify();
            case Work.Enter w -> enter(w.phase());
            case Work.Follow w -> follow();
            case Work.Hold w -> listener.waits("the migration is paused; capture and relay go on");
            case Work.TakeBack w -> takeBack(w.rows());
            case Work.InstallFence w -> notComposed(w);
            case Work.Rehearse w -> notComposed(w);
            case Work.CheckCutover w -> notComposed(w);
            case Work.HandOver w -> notComposed(w);
            case Work.Settle w -> notComposed(w);
            case Work.VerifyMoved w -> notComposed(w);
            case Work.CheckOldHealth w -> notComposed(w);
            case Work.ClearCaches w -> notComposed(w);
            case Work.TakeOff w -> notComposed(w);
            case Work.MeasureTraffic w -> notComposed(w);
            case Work.AwaitReads w -> notComposed(w);
            case Work.VerifyTouched w -> notComposed(w);
            case Work.Finish w -> throw new IllegalStateException("Finishing is the crew's own work");
        }
    }

    private static void notComposed(Work work) {
        throw new UnsupportedOperationException("This program can't " + Wording.of(work) + " yet");
    }

    private void prepare() {
        data.preparation().prepare(plan.id());
        report(id -> new MigrationCommand.ReportPrepared(id, clock.instant()));
    }

    private void installCapture() {
        for (TablePlan table : plan.tables()) {
            data.capture().install(table);
            report(id -> new MigrationCommand.ReportCaptured(id, clock.instant(), table.old()));
        }
    }

    private void copyTables() throws InterruptedException {
        data.indexes().takeAway(plan.tables());
        data.relay().start();
        data.backfill().copy(plan, data.order(plan), this::copied);
    }

    private void copied(TableCopied copied) {
        report(id -> new MigrationCommand.ReportCopied(id, clock.instant(), copied));
        report(id -> new MigrationCommand.ReportIndexesBuilt(id, clock.instant(), copied.table()));
    }

    private void catchUp() throws InterruptedException {
        drain();
        data.indexes().buildForeignKeys(plan.tables());
        data.sequences().advance(plan.tables());
        Backlog backlog = data.relay().status().backlog();
        report(id -> new MigrationCommand.ReportCaughtUp(id, clock.instant(), backlog));
    }

    private void verify() throws InterruptedException {
        drain();
        VerificationReport report = data.verification().verify(plan.tables(), listener::compared);
        data.sequences().advance(plan.tables());
        listener.verified(report);
        VerificationSummary summary = VerificationSummary.of(report, clock.instant());
        following.compared();
        report(id -> new MigrationCommand.ReportVerification(id, clock.instant(), summary));
        publication.publish();
    }

    private void follow() throws InterruptedException {
        data.relay().start();
        following.follow(this::verify);
    }

    private void drain() throws InterruptedException {
        data.relay().start();
        listener.waits("the log is drained");
        while (data.relay().awaitDrained(plan.tables(), DRAIN) == Drain.STILL_PENDING) {
            listener.waits("the log is drained; it takes long");
        }
        listener.waits("");
    }

    /**
     * Asks for the phase once its gate is open; the first refusal is asked for too, so that the trail shows why it took
     * so long.
     */
    private void enter(Phase phase) throws InterruptedException {
        List<String> missing = List.of();
        while (true) {
            Evidence evidence = evidence();
            GateResult gate = gate(phase, evidence);
            if (gate instanceof GateResult.Closed closed) {
                if (missing.isEmpty()) {
                    advance(phase, evidence);
                }
                missing = closed.missing();
                listener.waits(phase + " lacks: " + String.join("; ", missing));
                Thread.sleep(LOOK);
            } else {
                advance(phase, evidence);
                return;
            }
        }
    }

    private void advance(Phase phase, Evidence evidence) {
        report(id -> new MigrationCommand.Advance(id, clock.instant(), phase, evidence));
        publication.publish();
    }

    private GateResult gate(Phase phase, Evidence evidence) {
        MigrationState state = reports.state();
        Instant now = clock.instant();
        return switch (state) {
            case Underway u -> Gates.check(phase, u, evidence, now);
            case Paused p -> Gates.check(phase, p.held(), evidence, now);
            case RolledBack r -> new GateResult.Open();
            case MigrationState.RollingBack r -> new GateResult.Open();
            case MigrationState.Completed d -> new GateResult.Open();
            case MigrationState.Unplanned u -> new GateResult.Open();
        };
    }

    private Evidence evidence() {
        RelayStatus status = data.relay().status();
        return status.measuredAt().equals(Instant.EPOCH)
                ? new Evidence(clock.instant(), Backlog.EMPTY)
                : new Evidence(status.measuredAt(), status.backlog());
    }

    private void takeBack(RowDisposition rows) throws InterruptedException {
        awaitReadsOnOld(publication.publish().version());
        data.relay().close();
        for (TablePlan table : plan.tables()) {
            data.capture().remove(table);
        }
        if (rows == RowDisposition.REMOVE) {
            data.preparation().removeRows(plan.tables());
        }
        plan.tables().forEach(data.indexes()::buildIndexes);
        data.indexes().buildForeignKeys(plan.tables());
        data.preparation().remove(plan.id());
        report(id -> new MigrationCommand.ReportRolledBack(id, clock.instant()));
    }

    /** From here on nothing keeps new true. A node that is silent for long is dead, and no node any more. */
    private void awaitReadsOnOld(long version) throws InterruptedException {
        while (data.nodes().nodes().stream().anyMatch(n -> n.version() < version)) {
            listener.waits("all nodes read from old");
            Thread.sleep(LOOK);
        }
        listener.waits("");
    }

    private void report(Function<MigrationId, MigrationCommand> command) {
        reports.send(command.apply(plan.id()));
    }
}

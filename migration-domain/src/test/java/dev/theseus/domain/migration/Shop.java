package dev.theseus.domain.migration;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.authority.Rehearsal;
import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.gate.CutoverEvidence;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.ShadowReads;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.health.DatabaseHealth.Writing;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.GateSettings;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.Plan.Settings;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A migration of two tables, and the way that it takes through its phases. */
public final class Shop {

    public static final MigrationId ID = new MigrationId("shop");
    public static final Instant NOON = Instant.parse("2025-03-01T12:00:00Z");
    public static final TableName USERS = new TableName("public", "users");
    public static final TableName ORDERS = new TableName("public", "orders");
    public static final RunId RUN = new RunId("r1");
    public static final Plan PLAN = plan(USERS, ORDERS);
    public static final Backlog QUIET = new Backlog(0, 0, Duration.ZERO, 4711);
    public static final Evidence FRESH = new Evidence(NOON, QUIET, new ShadowReads(100, 0));
    public static final VerificationSummary EQUAL = summary(Verdict.EQUAL, 2, 0);

    /** Long enough after noon for a cutover. */
    public static final Instant LATER = NOON.plusSeconds(3600);

    /** Long enough after the cutover for the end. */
    public static final Instant NEXT_DAY = LATER.plus(Duration.ofDays(1));

    public static final Evidence FRESH_LATER = new Evidence(LATER, QUIET, new ShadowReads(100, 0));
    public static final VerificationSummary EQUAL_LATER = summary(LATER, Verdict.EQUAL, 2, 0);
    public static final DatabaseHealth HEALTHY = new DatabaseHealth.Answers(Writing.WRITABLE, 50);
    public static final CutoverEvidence READY =
            new CutoverEvidence(FRESH_LATER, Fencing.State.INSTALLED, HEALTHY, new TreeSet<>());

    public static final Settings OTHER_SETTINGS = new Settings(
            PLAN.settings().backfill(),
            PLAN.settings().throttle(),
            new RelaySettings(4, 100, 3, Duration.ofMillis(20)),
            PLAN.settings().verification(),
            GateSettings.DEFAULT);

    private Shop() {}

    public static Plan plan(TableName... tables) {
        DatabaseAddress old = new DatabaseAddress("jdbc:postgresql://old/shop", "app", Optional.empty());
        DatabaseAddress target = new DatabaseAddress("jdbc:postgresql://new/shop", "app", Optional.empty());
        List<TablePlan> plans = IntStream.range(0, tables.length)
                .mapToObj(i -> new TablePlan(
                        i + 1,
                        tables[i],
                        tables[i],
                        List.of("id"),
                        List.of("id"),
                        ExistingRows.REFUSE,
                        CaptureMode.AUTOMATIC))
                .toList();
        return new Plan(ID, old, target, plans, Settings.DEFAULT);
    }

    public static VerificationSummary summary(Verdict verdict, int tables, long divergences) {
        return summary(NOON, verdict, tables, divergences);
    }

    public static VerificationSummary summary(Instant at, Verdict verdict, int tables, long divergences) {
        return new VerificationSummary(at, verdict, tables, 1000, 0, divergences);
    }

    /** Settings under which so many rows may differ. */
    public static Settings permitting(long divergences) {
        GateSettings gates = GateSettings.DEFAULT;
        return new Settings(
                PLAN.settings().backfill(),
                PLAN.settings().throttle(),
                PLAN.settings().relay(),
                PLAN.settings().verification(),
                new GateSettings(gates.maximumLag(), divergences, gates.evidenceMaximumAge()));
    }

    public static MigrationCommand planned() {
        return new MigrationCommand.PlanMigration(ID, NOON, PLAN);
    }

    public static MigrationCommand prepared() {
        return new MigrationCommand.ReportPrepared(ID, NOON);
    }

    public static MigrationCommand captured(TableName table) {
        return new MigrationCommand.ReportCaptured(ID, NOON, table);
    }

    public static MigrationCommand copied(TableName table) {
        return new MigrationCommand.ReportCopied(ID, NOON, new TableCopied(table, progress()));
    }

    public static CopyProgress progress() {
        return new CopyProgress(10, 200, 2, 1, CopyProgress.State.COMPLETE);
    }

    public static MigrationCommand indexed(TableName table) {
        return new MigrationCommand.ReportIndexesBuilt(ID, NOON, table);
    }

    public static MigrationCommand caughtUp() {
        return new MigrationCommand.ReportCaughtUp(ID, NOON, QUIET);
    }

    public static MigrationCommand compared(VerificationSummary summary) {
        return compared(NOON, summary);
    }

    public static MigrationCommand compared(Instant at, VerificationSummary summary) {
        return new MigrationCommand.ReportVerification(ID, at, at, summary);
    }

    public static MigrationCommand advance(Phase to) {
        return new MigrationCommand.Advance(ID, NOON, to, FRESH);
    }

    public static MigrationCommand pause() {
        return new MigrationCommand.Pause(ID, NOON);
    }

    public static MigrationCommand resume() {
        return new MigrationCommand.Resume(ID, NOON);
    }

    public static MigrationCommand rollBack() {
        return new MigrationCommand.RollBack(ID, NOON, RowDisposition.REMOVE);
    }

    /** Gives the users' mapping a version, with one more column in each. */
    public static MigrationCommand remap(int version) {
        return new MigrationCommand.ReplaceMappings(ID, NOON, PLAN.with(1, usersMapping(version)));
    }

    public static Mapping usersMapping(int version) {
        List<String> columns = IntStream.rangeClosed(1, version)
                .mapToObj(i -> i == 1 ? "id" : "column_" + i)
                .toList();
        Image image = Image.same(List.of("id"), columns);
        return new Mapping(version, Optional.of(image), Optional.of(image));
    }

    public static MigrationCommand loggedAnew(int version) {
        return new MigrationCommand.ReportLoggedAnew(ID, NOON, 1, version);
    }

    public static MigrationCommand rolledBack() {
        return new MigrationCommand.ReportRolledBack(ID, NOON);
    }

    public static MigrationCommand rollout(RolloutPolicy policy) {
        return new MigrationCommand.ChangeRollout(ID, NOON, policy);
    }

    public static MigrationCommand said(long id, String node, NodeWord.Kind kind) {
        return new MigrationCommand.NoteNodeWord(ID, NOON, new NodeWord(id, node, kind, NOON, "57P01"));
    }

    /** A migration that has gone its way as far as a phase, everything that the phase needs included. */
    public static Story in(Phase phase) {
        return switch (phase) {
            case PLANNED -> Story.given().and(planned());
            case ROLLING_BACK -> in(Phase.BACKFILLING).and(rollBack());
            case ROLLED_BACK -> in(Phase.ROLLING_BACK).and(rolledBack());
            case PREPARED, CAPTURING, BACKFILLING, CATCHING_UP, DUAL_WRITING, VERIFIED, SHADOWING, RAMPING ->
                ready(before(phase)).and(advance(phase));
            case CUT_OVER ->
                handingOver().and(moved(2), new MigrationCommand.ReportVerification(ID, LATER, LATER, EQUAL_LATER));
            case COMPLETED -> completing().and(new MigrationCommand.ReportTakenOff(ID, NEXT_DAY));
        };
    }

    /** The same, with everything reported that the next phase asks for. */
    public static Story ready(Phase phase) {
        Story story = in(phase);
        return switch (phase) {
            case PLANNED, ROLLED_BACK -> story.and(prepared());
            case PREPARED -> story.and(captured(USERS), captured(ORDERS));
            case BACKFILLING -> story.and(copied(USERS), indexed(USERS), copied(ORDERS), indexed(ORDERS));
            case CATCHING_UP -> story.and(caughtUp());
            case DUAL_WRITING -> story.and(compared(EQUAL));
            case CAPTURING, VERIFIED, SHADOWING, RAMPING, CUT_OVER, COMPLETED, ROLLING_BACK -> story;
        };
    }

    public static MigrationCommand moved(long epoch) {
        return new MigrationCommand.ReportHandover(
                ID, LATER, new HandoverOutcome.Moved(new Epoch(epoch), Duration.ofMillis(7)));
    }

    public static MigrationCommand beginCutover() {
        return new MigrationCommand.BeginCutover(ID, LATER, FRESH_LATER);
    }

    public static MigrationCommand fenced() {
        return new MigrationCommand.ReportFenced(ID, LATER);
    }

    public static MigrationCommand rehearsed() {
        return new MigrationCommand.ReportRehearsal(ID, LATER, new Rehearsal.Succeeded(Duration.ofMillis(90)));
    }

    public static MigrationCommand request() {
        return new MigrationCommand.RequestHandover(ID, LATER, READY);
    }

    public static MigrationCommand restore(String... checkpoint) {
        return new MigrationCommand.RestoreCheckpoint(
                ID, LATER, Stream.of(checkpoint).findFirst(), RestoreCause.ASKED, RestoreMode.REAL);
    }

    public static MigrationCommand oldIsHealthy() {
        return new MigrationCommand.ReportOldHealth(ID, LATER, HEALTHY);
    }

    public static MigrationCommand cachesCleared() {
        return new MigrationCommand.ReportCachesCleared(ID, LATER);
    }

    public static MigrationCommand abort() {
        return new MigrationCommand.Abort(ID, LATER, "not today");
    }

    public static MigrationCommand complete() {
        return new MigrationCommand.BeginCompletion(
                ID, NEXT_DAY, new Evidence(NEXT_DAY, QUIET, new ShadowReads(100, 0)));
    }

    /** Everybody reads from new, for as long as a cutover asks for. */
    public static Story ramped() {
        return in(Phase.RAMPING).and(rollout(RolloutPolicy.NOBODY.withPercentage(100)));
    }

    /** A cutover whose gate was open. */
    public static Story handingOver() {
        return ramped().and(beginCutover(), fenced(), rehearsed(), request());
    }

    public static Story completing() {
        return in(Phase.CUT_OVER)
                .and(
                        new MigrationCommand.ReportVerification(
                                ID, NEXT_DAY, NEXT_DAY, summary(NEXT_DAY, Verdict.EQUAL, 2, 0)),
                        complete());
    }

    /** Whose caches are the last that is to be cleared. */
    public static Story restoring(Phase from, Phase to) {
        Story story = in(from);
        String checkpoint = Migration.checkpoints(story.state()).stream()
                .filter(c -> c.phase() == to)
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .name();
        Story asked = story.and(restore(checkpoint), oldIsHealthy());
        return from == Phase.CUT_OVER ? asked.and(moved(3)) : asked;
    }

    private static Phase before(Phase phase) {
        List<Phase> path = PhaseTable.path();
        return path.get(path.indexOf(phase) - 1);
    }
}

package dev.theseus.domain.migration;

import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.ShadowReads;
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
import java.util.stream.IntStream;

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
        return new VerificationSummary(NOON, verdict, tables, 1000, 0, divergences);
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
        return new MigrationCommand.ReportVerification(ID, NOON, summary);
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
            case CAPTURING, VERIFIED, SHADOWING, RAMPING, ROLLING_BACK -> story;
        };
    }

    private static Phase before(Phase phase) {
        List<Phase> path = PhaseTable.path();
        return path.get(path.indexOf(phase) - 1);
    }
}

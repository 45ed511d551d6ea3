package dev.theseus.messaging.stored;

import static dev.theseus.messaging.Shop.ID;
import static dev.theseus.messaging.Shop.NOON;
import static dev.theseus.messaging.Shop.ORDERS;
import static dev.theseus.messaging.Shop.USERS;

import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.checkpoint.Checkpoint;
import dev.theseus.domain.checkpoint.Checkpoint.TablePosition;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.definition.Trait;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.migration.Incident;
import dev.theseus.domain.migration.MappingReplacement;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.RestoredReads;
import dev.theseus.domain.migration.RolloutCause;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.plan.BackfillSettings.RateLimit;
import dev.theseus.domain.plan.BackfillSettings.Window;
import dev.theseus.domain.plan.CutoverSettings;
import dev.theseus.domain.plan.GateSettings;
import dev.theseus.domain.plan.PauseBudget;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.Plan.Settings;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.domain.plan.ThrottleSettings;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import dev.theseus.messaging.Shop;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One event of every kind, and of every variant of its parts. */
final class Samples {

    private static final RunId RUN = new RunId("run-1");
    private static final Backlog BACKLOG = new Backlog(12, 1, Duration.ofMillis(1500), 4711);
    private static final VerificationSummary SUMMARY =
            new VerificationSummary(NOON, Verdict.DIVERGENT, 2, 1_000_000, 3, 1);

    private static final RolloutPolicy ROLLOUT = new RolloutPolicy(
            12.5,
            Set.of("staff", "beta"),
            Set.of("eu"),
            Set.of("shop"),
            Switch.OFF,
            Switch.ON,
            0.25,
            0.05,
            Duration.ofMillis(1500));

    private static final Settings SETTINGS = new Settings(
            new BackfillSettings(
                    4,
                    new ChunkSize(1 << 20, 5_000),
                    ChunkOrder.KEY,
                    IndexBuild.AFTER_COPY,
                    new RateLimit(10_000, 0),
                    Optional.of(new Window(LocalTime.of(22, 0), LocalTime.of(6, 30), ZoneId.of("Europe/Zurich")))),
            new ThrottleSettings(Duration.ofSeconds(10), 8, Duration.ofMillis(250), 0.25, Duration.ofSeconds(5)),
            new RelaySettings(2, 500, 8, Duration.ofMillis(50)),
            new VerificationSettings(1, 1_000, 5, Duration.ofMinutes(30)),
            new GateSettings(Duration.ofSeconds(5), 0, Duration.ofMinutes(1), new GateSettings.Shadow(1_000, 0.001)),
            new CutoverSettings(
                    new PauseBudget(Duration.ofMillis(400), Duration.ofMillis(80), Duration.ofSeconds(30)),
                    CutoverSettings.Approval.REQUIRED,
                    new CutoverSettings.Readiness(
                            Duration.ofMinutes(15), Duration.ofHours(3), Duration.ofMinutes(30), 20),
                    Duration.ofDays(7),
                    new CutoverSettings.Persistence(
                            3, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(5)),
                    5_000));

    private static final DefinitionChange PHONE_ADDED = new DefinitionChange(
            Side.OLD,
            USERS,
            new Trait(Trait.Kind.COLUMN, "phone"),
            Optional.empty(),
            Optional.of("text"),
            DefinitionChange.Weight.STOPS,
            Optional.of("ALTER TABLE by anna with psql at 2025-03-01 11:59:58+00"));
    private static final DefinitionChange INDEX_DROPPED = new DefinitionChange(
            Side.NEW,
            ORDERS,
            new Trait(Trait.Kind.INDEX, "by_day"),
            Optional.of("CREATE INDEX by_day ON public.orders USING btree (day)"),
            Optional.empty(),
            DefinitionChange.Weight.NOTED,
            Optional.empty());

    /** By the name of the file that holds the approved form. */
    static final Map<String, MigrationEvent> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "migration.planned.6",
                    new MigrationEvent.MigrationPlanned(ID, NOON, Shop.plan().with(SETTINGS))),
            Map.entry("migration.planned.6.mapped", new MigrationEvent.MigrationPlanned(ID, NOON, keyed())),
            Map.entry("migration.planned.6.in-java", new MigrationEvent.MigrationPlanned(ID, NOON, inJava())),
            Map.entry(
                    "migration.settings-changed.5",
                    new MigrationEvent.SettingsChanged(
                            ID,
                            NOON,
                            SETTINGS,
                            new Settings(
                                    BackfillSettings.DEFAULT,
                                    SETTINGS.throttle(),
                                    SETTINGS.relay(),
                                    SETTINGS.verification(),
                                    SETTINGS.gates(),
                                    SETTINGS.cutover()))),
            Map.entry("migration.run-began.1", new MigrationEvent.RunBegan(ID, NOON, RUN, Optional.of(Phase.VERIFIED))),
            Map.entry(
                    "migration.run-began.1.without-end",
                    new MigrationEvent.RunBegan(ID, NOON.plusNanos(123_456_000), RUN, Optional.empty())),
            Map.entry("migration.run-ended.1", new MigrationEvent.RunEnded(ID, NOON, RUN, RunOutcome.REACHED)),
            Map.entry("migration.databases-prepared.1", new MigrationEvent.DatabasesPrepared(ID, NOON)),
            Map.entry("migration.capture-installed.1", new MigrationEvent.CaptureInstalled(ID, NOON, ORDERS)),
            Map.entry(
                    "migration.table-copied.1",
                    new MigrationEvent.TableWasCopied(
                            ID,
                            NOON,
                            new TableCopied(USERS, new CopyProgress(10, 2_000, 1, 1.0, CopyProgress.State.COMPLETE)))),
            Map.entry("migration.indexes-built.1", new MigrationEvent.IndexesBuilt(ID, NOON, USERS)),
            Map.entry("migration.caught-up.1", new MigrationEvent.CaughtUp(ID, NOON, BACKLOG)),
            Map.entry(
                    "migration.verification-completed.1", new MigrationEvent.VerificationCompleted(ID, NOON, SUMMARY)),
            Map.entry(
                    "migration.verification-withdrawn.1",
                    new MigrationEvent.VerificationWithdrawn(ID, NOON, "3 rows differ, at most 0 are allowed")),
            Map.entry("migration.checkpoint-taken.5", new MigrationEvent.CheckpointTaken(ID, NOON, checkpoint())),
            Map.entry(
                    "migration.phase-entered.1",
                    new MigrationEvent.PhaseEntered(ID, NOON, Phase.CATCHING_UP, Phase.DUAL_WRITING)),
            Map.entry(
                    "migration.advance-refused.1",
                    new MigrationEvent.AdvanceRefused(
                            ID, NOON, Phase.VERIFIED, List.of("3 rows differ, at most 0 are allowed"))),
            Map.entry(
                    "migration.work-failed.1",
                    new MigrationEvent.WorkFailed(ID, NOON, "copy public.users", "there is no such table")),
            Map.entry(
                    "migration.incident-noted.1.server-away",
                    new MigrationEvent.IncidentNoted(ID, NOON, new Incident.ServerAway(Side.OLD))),
            Map.entry(
                    "migration.incident-noted.1.server-back",
                    new MigrationEvent.IncidentNoted(ID, NOON, new Incident.ServerBack(Side.NEW))),
            Map.entry(
                    "migration.rollout-changed.1",
                    new MigrationEvent.RolloutChanged(ID, NOON, RolloutPolicy.NOBODY, ROLLOUT, RolloutCause.ASKED)),
            Map.entry(
                    "migration.reads-failed-back.1",
                    new MigrationEvent.ReadsFailedBack(ID, NOON, "node-1", 17, "SQLSTATE 57P01")),
            Map.entry("migration.reads-resumed.1", new MigrationEvent.ReadsResumed(ID, NOON, "node-1", 18)),
            Map.entry(
                    "migration.mismatch-found.1",
                    new MigrationEvent.MismatchFound(ID, NOON, "node-1", 19, "public.users 4711")),
            Map.entry("migration.paused.1", new MigrationEvent.MigrationPaused(ID, NOON)),
            Map.entry(
                    "migration.mappings-replaced.1",
                    new MigrationEvent.MappingsReplaced(
                            ID,
                            NOON,
                            mapped().tables().stream()
                                    .map(t -> new MappingReplacement(t.number(), t.old(), t.target(), t.mapping()))
                                    .toList())),
            Map.entry("migration.rows-logged-anew.1", new MigrationEvent.RowsLoggedAnew(ID, NOON, 7, 2)),
            Map.entry(
                    "migration.definitions-changed.1",
                    new MigrationEvent.DefinitionsChanged(ID, NOON, List.of(PHONE_ADDED, INDEX_DROPPED))),
            Map.entry(
                    "migration.definitions-accepted.1",
                    new MigrationEvent.DefinitionsAccepted(ID, NOON, List.of(PHONE_ADDED))),
            Map.entry("migration.resumed.1", new MigrationEvent.MigrationResumed(ID, NOON)),
            Map.entry(
                    "migration.rollback-began.1",
                    new MigrationEvent.RollbackBegan(ID, NOON, Phase.BACKFILLING, RowDisposition.REMOVE)),
            Map.entry("migration.rolled-back.1", new MigrationEvent.RolledBack(ID, NOON)),
            Map.entry("migration.cutover-began.1", new MigrationEvent.CutoverBegan(ID, NOON)),
            Map.entry("migration.fence-installed.1", new MigrationEvent.FenceInstalled(ID, NOON)),
            Map.entry(
                    "migration.way-back-rehearsed.1",
                    new MigrationEvent.WayBackRehearsed(ID, NOON, Duration.ofMillis(95))),
            Map.entry(
                    "migration.rehearsal-failed.1",
                    new MigrationEvent.RehearsalFailed(ID, NOON, "a write on new travels to old", "it never came")),
            Map.entry("migration.approval-asked.1", new MigrationEvent.ApprovalAsked(ID, NOON, "cutover")),
            Map.entry("migration.approved.1", new MigrationEvent.Approved(ID, NOON, "cutover")),
            Map.entry("migration.handover-cleared.1", new MigrationEvent.HandoverCleared(ID, NOON)),
            Map.entry(
                    "migration.authority-moved.1",
                    new MigrationEvent.AuthorityMoved(ID, NOON, new Epoch(2), Duration.ofMillis(7))),
            Map.entry(
                    "migration.handover-given-up.1",
                    new MigrationEvent.HandoverGivenUp(ID, NOON, "the fence was held by process 4711")),
            Map.entry("migration.abort-asked.1", new MigrationEvent.AbortAsked(ID, NOON, "not today")),
            Map.entry("migration.authority-settled.1", new MigrationEvent.AuthoritySettled(ID, NOON, new Epoch(3))),
            Map.entry("migration.transfer-aborted.1", new MigrationEvent.TransferAborted(ID, NOON, "not today")),
            Map.entry(
                    "migration.cutover-completed.1",
                    new MigrationEvent.CutoverCompleted(ID, NOON, Duration.ofSeconds(12))),
            Map.entry(
                    "migration.restore-began.1",
                    new MigrationEvent.RestoreBegan(
                            ID, NOON, "before-CUT_OVER-9", RestoreCause.ERROR_RATE, RestoredReads.NOBODY)),
            Map.entry(
                    "migration.restore-foreseen.1",
                    new MigrationEvent.RestoreForeseen(ID, NOON, "before-CUT_OVER-9", RestoreCause.DIVERGENCE)),
            Map.entry(
                    "migration.old-health-checked.1",
                    new MigrationEvent.OldHealthChecked(
                            ID, NOON, new DatabaseHealth.Answers(DatabaseHealth.Writing.WRITABLE, 50), List.of())),
            Map.entry(
                    "migration.old-health-checked.1.away",
                    new MigrationEvent.OldHealthChecked(
                            ID, NOON, new DatabaseHealth.Away(), List.of("the old database does not answer"))),
            Map.entry("migration.caches-cleared.1", new MigrationEvent.CachesCleared(ID, NOON)),
            Map.entry(
                    "migration.checkpoint-restored.1",
                    new MigrationEvent.CheckpointRestored(
                            ID, NOON, "before-CUT_OVER-9", RestoreCause.ASKED, Duration.ofSeconds(3))),
            Map.entry("migration.completion-began.1", new MigrationEvent.CompletionBegan(ID, NOON)),
            Map.entry(
                    "migration.step-failed.1",
                    new MigrationEvent.StepFailed(ID, NOON, "transfer", "install the fence", "no privilege")),
            Map.entry(
                    "migration.deadline-passed.1", new MigrationEvent.DeadlinePassed(ID, NOON, "transfer", "limit"))));

    static {
        ALL.putAll(CourseSamples.ALL);
    }

    private Samples() {}

    private static Checkpoint checkpoint() {
        return new Checkpoint(
                "before-CATCHING_UP-4",
                NOON,
                Phase.BACKFILLING,
                SETTINGS,
                ROLLOUT,
                BACKLOG,
                Optional.of(SUMMARY),
                List.of(new TablePosition(USERS, 10, 1, 4711), new TablePosition(ORDERS, 0, 0, 4711)));
    }

    /** A table that is split in two, with a value computed in each direction, a filter and a declared loss. */
    private static Plan mapped() {
        Image users = new Image(
                List.of("id"),
                List.of("user_id"),
                List.of(
                        new MappedColumn("user_id", new Expression.Same("id")),
                        new MappedColumn("email", new Expression.Sql("lower(t.email)"))),
                List.of(),
                Optional.empty());
        Image phones = new Image(
                List.of("id"),
                List.of("user_id"),
                List.of(new MappedColumn("user_id", new Expression.Same("id")), MappedColumn.same("phone")),
                List.of(),
                Optional.of("t.phone IS NOT NULL"));
        TableName phone = new TableName("public", "phone");
        Image back = new Image(
                List.of("user_id"),
                List.of("id"),
                List.of(
                        new MappedColumn("id", new Expression.Same("user_id")),
                        MappedColumn.same("email"),
                        new MappedColumn("phone", new Expression.Sql("p.\"phone\""))),
                List.of(new Join("p", phone, List.of("user_id"))),
                Optional.empty(),
                List.of("email"));
        return new Plan(
                ID,
                Shop.plan().old(),
                Shop.plan().target(),
                List.of(
                        table(1, USERS, new Mapping(2, Optional.of(users), Optional.of(back))),
                        table(2, phone, new Mapping(2, Optional.of(phones), Optional.empty()))
                                .withLargeObjects(List.of("phone"))),
                Plan.Settings.DEFAULT);
    }

    /** The same with rows that get other keys, in both ways in which keys come about. */
    private static Plan keyed() {
        KeyMap map = new KeyMap(
                "users",
                new KeyMap.End(USERS, "id", new KeyMap.Given.Counted(1_000_000_000)),
                new KeyMap.End(USERS, "user_id", new KeyMap.Given.Random()));
        Plan mapped = mapped();
        List<TablePlan> tables = new ArrayList<>(mapped.tables());
        tables.add(TablePlan.of(map, 3));
        return new Plan(ID, mapped.old(), mapped.target(), tables, List.of(map), mapped.settings());
    }

    /** A table whose rows a class makes. */
    private static Plan inJava() {
        Expression java = new Expression.Java("com.example.UserMapping");
        Image there = new Image(
                List.of("id"),
                List.of("user_id"),
                List.of(
                        new MappedColumn("user_id", new Expression.Same("id")),
                        new MappedColumn("first_name", java),
                        new MappedColumn("last_name", java)),
                List.of(),
                Optional.empty());
        Image back = new Image(
                List.of("user_id"),
                List.of("id"),
                List.of(new MappedColumn("id", new Expression.Same("user_id")), new MappedColumn("name", java)),
                List.of(),
                Optional.empty());
        return new Plan(
                ID,
                Shop.plan().old(),
                Shop.plan().target(),
                List.of(table(1, USERS, new Mapping(1, Optional.of(there), Optional.of(back)))),
                Plan.Settings.DEFAULT);
    }

    private static TablePlan table(int number, TableName target, Mapping mapping) {
        return new TablePlan(number, USERS, target, mapping, ExistingRows.REFUSE, CaptureMode.AUTOMATIC);
    }
}

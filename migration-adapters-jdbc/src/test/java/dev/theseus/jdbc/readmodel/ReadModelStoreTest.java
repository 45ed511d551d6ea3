package dev.theseus.jdbc.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.audit.AuditEntry.Cause;
import dev.theseus.domain.audit.AuditEntry.StoredEvent;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.checkpoint.Checkpoint;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.Incident;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RolloutCause;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.readmodel.ReadModels;
import dev.theseus.domain.readmodel.StatusProjection;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import dev.theseus.jdbc.control.ControlAddress;
import dev.theseus.jdbc.control.ControlConnections;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadModelStoreTest {

    private static final MigrationId SHOP = new MigrationId("shop");
    private static final Instant NOON = Instant.parse("2025-03-01T12:00:00.123456Z");
    private static final TableName USERS = new TableName("public", "users");
    private static final TableName LINES = new TableName("Shop", "Order Line");

    private static final RolloutPolicy POLICY = new RolloutPolicy(
            12.5,
            Set.of("staff", "beta"),
            Set.of("eu"),
            Set.of(),
            Switch.OFF,
            Switch.ON,
            0.25,
            0.5,
            Duration.ofMillis(1500));

    private TestDatabases databases;
    private ControlConnections connections;
    private ReadModelStore store;
    private ReadModels readModels;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        connections = ControlConnections.open(
                new ControlAddress(databases.url(Side.OLD), null, null), List.of(ReadModelStore.ddl()));
        store = ReadModelStore.open(connections.source());
        readModels = store.readModels();
    }

    @AfterEach
    void close() {
        store.close();
        connections.close();
        databases.close();
    }

    @Test
    void every_part_of_a_status_comes_back_as_it_was_taken_in() {
        List<MigrationEvent> events = events(SHOP);
        MigrationStatus expected = StatusProjection.initial(SHOP);
        for (int i = 0; i < events.size(); i++) {
            expected = StatusProjection.evolve(expected, events.get(i), i);
            readModels.record(entry(SHOP, i), events.get(i));
            assertThat(readModels.status(SHOP)).contains(expected);
        }
        assertThat(expected.tables()).hasSize(2);
        assertThat(expected.findings().notes()).hasSize(7);
        assertThat(expected.findings().checkpoints()).hasSize(1);
        assertThat(expected.findings().verification()).isPresent();
        assertThat(expected.run()).isPresent();
    }

    @Test
    void an_event_that_is_delivered_again_changes_nothing() {
        record(SHOP, events(SHOP));
        MigrationStatus before = readModels.status(SHOP).orElseThrow();

        record(SHOP, events(SHOP));

        assertThat(readModels.status(SHOP)).contains(before);
        assertThat(readModels.trail(SHOP, 0, 1000)).hasSize(events(SHOP).size());
    }

    @Test
    void status_and_trail_change_together_or_not_at_all() throws SQLException {
        record(SHOP, events(SHOP).subList(0, 3));
        MigrationStatus before = readModels.status(SHOP).orElseThrow();
        databases.old("INSERT INTO theseus_control.trail VALUES ('shop', 3, now(), '', '', '', '', '', 1, '')");

        assertThatThrownBy(() -> readModels.record(entry(SHOP, 3), events(SHOP).get(3)))
                .isInstanceOf(RuntimeException.class);

        assertThat(readModels.status(SHOP)).contains(before);
    }

    @Test
    void the_trail_is_read_in_stretches_and_in_order() {
        record(SHOP, events(SHOP));

        assertThat(readModels.trail(SHOP, 2, 3)).containsExactly(entry(SHOP, 2), entry(SHOP, 3), entry(SHOP, 4));
        assertThat(readModels.trail(new MigrationId("library"), 0, 10)).isEmpty();
    }

    @Test
    void migrations_are_kept_apart_and_listed_by_name() {
        MigrationId library = new MigrationId("library");
        record(SHOP, events(SHOP));
        record(library, events(library).subList(0, 1));

        assertThat(readModels.all()).extracting(MigrationStatus::migration).containsExactly(library, SHOP);
        assertThat(readModels.status(new MigrationId("unknown"))).isEmpty();
    }

    @Test
    void the_tables_are_those_that_the_entities_expect() {
        assertThat(ReadModelStore.open(connections.source())).satisfies(other -> {
            other.validate();
            other.close();
        });
    }

    private void record(MigrationId migration, List<MigrationEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            readModels.record(entry(migration, i), events.get(i));
        }
    }

    private static AuditEntry entry(MigrationId migration, int sequence) {
        return new AuditEntry(
                migration,
                sequence,
                NOON.plusSeconds(sequence),
                new Cause(new Origin(new Actor("anna"), "it is time", "run-1"), "begin-run"),
                new StoredEvent("migration.something", 1, "{\"n\":" + sequence + "}"));
    }

    private static List<MigrationEvent> events(MigrationId id) {
        RunId run = new RunId("r1");
        VerificationSummary equal = new VerificationSummary(NOON, Verdict.EQUAL, 2, 1000, 3, 0);
        return List.of(
                new MigrationEvent.MigrationPlanned(id, NOON, plan(id)),
                new MigrationEvent.RunBegan(id, NOON, run, Optional.of(Phase.VERIFIED)),
                new MigrationEvent.AdvanceRefused(id, NOON, Phase.PREPARED, List.of("a thing is missing")),
                new MigrationEvent.CaptureInstalled(id, NOON, USERS),
                new MigrationEvent.PhaseEntered(id, NOON, Phase.PLANNED, Phase.PREPARED),
                new MigrationEvent.IncidentNoted(id, NOON, new Incident.ServerAway(Side.OLD)),
                new MigrationEvent.IncidentNoted(id, NOON, new Incident.ServerBack(Side.OLD)),
                new MigrationEvent.TableWasCopied(
                        id, NOON, new TableCopied(USERS, new CopyProgress(10, 20, 1, 1, CopyProgress.State.COMPLETE))),
                new MigrationEvent.IndexesBuilt(id, NOON, USERS),
                new MigrationEvent.CheckpointTaken(
                        id,
                        NOON,
                        new Checkpoint(
                                "before",
                                NOON,
                                Phase.BACKFILLING,
                                Plan.Settings.DEFAULT,
                                RolloutPolicy.NOBODY,
                                Backlog.EMPTY,
                                Optional.of(equal),
                                List.of())),
                new MigrationEvent.VerificationCompleted(id, NOON, equal),
                new MigrationEvent.RolloutChanged(id, NOON, RolloutPolicy.NOBODY, POLICY, RolloutCause.ASKED),
                new MigrationEvent.ReadsFailedBack(id, NOON, "node-b", 1, "57P01"),
                new MigrationEvent.ReadsFailedBack(id, NOON, "node-a", 2, "57P01"),
                new MigrationEvent.ReadsResumed(id, NOON, "node-b", 3),
                new MigrationEvent.MismatchFound(id, NOON, "node-b", 4, "public.users 17"),
                new MigrationEvent.MigrationPaused(id, NOON),
                new MigrationEvent.MigrationResumed(id, NOON),
                new MigrationEvent.RunEnded(id, NOON, run, RunOutcome.REACHED));
    }

    private static Plan plan(MigrationId id) {
        DatabaseAddress address = new DatabaseAddress("jdbc:postgresql://h/db", "app", Optional.empty());
        return new Plan(id, address, address, List.of(table(1, USERS), table(2, LINES)), Plan.Settings.DEFAULT);
    }

    private static TablePlan table(int number, TableName name) {
        return new TablePlan(
                number, name, name, List.of("id"), List.of("id"), ExistingRows.REFUSE, CaptureMode.AUTOMATIC);
    }
}

package dev.theseus.jdbc.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.capture.ChangeCapture.State;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PgTriggerCaptureTest extends ChangeCaptureContract {

    @Override
    ChangeCapture capture(TestDatabases databases) throws SQLException {
        databases.both(PgCapture.ddl(Side.OLD));
        return PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT);
    }

    @Override
    ChangeLog log(TestDatabases databases) {
        return PgCapture.log(databases.on(Side.OLD));
    }

    @Test
    void anOpenTransactionThatWroteUnnotedIsWaitedForAndNamedWhenPatienceEnds() throws SQLException {
        ChangeCapture hasty = PgCapture.capture(
                databases.on(Side.OLD), new LockPatience(Duration.ofMillis(20), Duration.ofMillis(100)));
        try (Connection writer = databases.session(Side.OLD);
                Statement statement = writer.createStatement()) {
            statement.execute("SET application_name = 'nightly import'");
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (1, 'secret')");

            assertThatThrownBy(() -> hasty.install(item))
                    .isInstanceOf(CaptureRefused.class)
                    .hasMessageContaining("public.item")
                    .hasMessageContaining("nightly import")
                    .hasMessageNotContaining("secret");
            assertThat(capture.state(item)).isEqualTo(State.ABSENT);
            writer.rollback();
        }
        hasty.install(item);
        assertThat(capture.state(item)).isEqualTo(State.INSTALLED);
    }

    @Test
    void installationCompletesOnceTheOpenWriterHasEndedAndWhatItWroteIsBeforeCapture() throws Exception {
        CompletableFuture<Void> installing;
        try (Connection writer = databases.session(Side.OLD);
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (1, 'before')");
            installing = CompletableFuture.runAsync(() -> capture.install(item));
            Awaitility.await()
                    .until(
                            () -> "1"
                                    .equals(
                                            databases.value(
                                                    Side.OLD,
                                                    "SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'ShareRowExclusiveLock'")));
            // others pass between two tries, although the installation has been waiting all the time
            databases.old("INSERT INTO item VALUES (2, 'passes')");
            writer.commit();
        }
        installing.get(30, TimeUnit.SECONDS);

        assertThat(noted(1)).isEmpty();
        assertThat(
                        databases.rows(
                                Side.OLD,
                                "SELECT id FROM item WHERE age(xmin) <= age((SELECT since_xid::xid FROM theseus.captured_table))"))
                .as("rows that may have changed since capture began")
                .isEmpty();
    }

    @Test
    void statementTriggersAreRefusedWhereTheyWouldMissChanges() throws SQLException {
        databases.old("CREATE TABLE parted (id int PRIMARY KEY) PARTITION BY HASH (id)");
        TablePlan parted = new TablePlan(
                9,
                plan(9, "parted", List.of("id"), List.of("id")).old(),
                plan(9, "parted", List.of("id"), List.of("id")).target(),
                List.of("id"),
                List.of("id"),
                ExistingRows.REFUSE,
                CaptureMode.STATEMENT);

        assertThatThrownBy(() -> capture.install(parted))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("set its capture to automatic");
    }

    @Test
    void aTableThatBecameAPartitionAfterItsInstallationIsDamagedUntilItIsInstalledAgain() throws SQLException {
        capture.install(item);
        databases.old("""
                CREATE TABLE all_items (id int, name text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
                ALTER TABLE all_items ATTACH PARTITION item DEFAULT""");
        assertThat(capture.state(item)).isEqualTo(State.DAMAGED);
        capture.install(item);
        databases.old("INSERT INTO all_items VALUES (1, 'a')");

        assertThat(capture.state(item)).isEqualTo(State.INSTALLED);
        assertThat(noted(1)).containsExactly(key("1"));
    }

    @Test
    void inheritedTablesAreRefused() throws SQLException {
        databases.old("CREATE TABLE child () INHERITS (item)");

        assertThatThrownBy(() -> capture.install(item))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("neither ordinary nor partitioned");
    }
}

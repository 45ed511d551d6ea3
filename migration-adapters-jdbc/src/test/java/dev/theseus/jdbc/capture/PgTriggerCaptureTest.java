package dev.theseus.jdbc.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.capture.ChangeCapture.State;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry.Change.Truncated;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PgTriggerCaptureTest extends PgChangeCaptureContract {

    @Override
    protected ChangeCapture capture(TestDatabases databases) throws SQLException {
        databases.both(PgCapture.ddl(Side.OLD));
        return PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT);
    }

    @Override
    protected ChangeLog log(TestDatabases databases) {
        return PgCapture.log(databases.on(Side.OLD));
    }

    @Override
    protected void write(String... statements) throws SQLException {
        databases.old("BEGIN; " + String.join("; ", statements) + "; COMMIT");
    }

    @Override
    protected void writeAndRollBack(String statement) throws SQLException {
        databases.old("BEGIN; " + statement + "; ROLLBACK");
    }

    @Override
    void writeAs(String role, String... statements) throws SQLException {
        write("SET ROLE " + role, String.join("; ", statements));
    }

    /** In a block, which sets them back before the driver hears of it: it refuses other forms of dates. */
    @Override
    void writeUnder(Map<String, String> settings, String statement) throws SQLException {
        String set = settings.entrySet().stream()
                .map(s -> "PERFORM set_config('%s', '%s', true); ".formatted(s.getKey(), s.getValue()))
                .collect(Collectors.joining());
        databases.old("DO $$ BEGIN " + set + statement + "; END $$");
    }

    @Override
    protected void bind(String statement, List<String> values) throws SQLException {
        try (Connection session = databases.session(Side.OLD);
                PreparedStatement prepared = session.prepareStatement(statement)) {
            for (int i = 0; i < values.size(); i++) {
                prepared.setString(i + 1, values.get(i));
            }
            prepared.execute();
        }
    }

    @Override
    protected List<String> damages() {
        return List.of(
                "ALTER TABLE item DISABLE TRIGGER theseus_capture_update",
                "ALTER TABLE item ENABLE TRIGGER theseus_capture_update",
                "DROP TRIGGER theseus_capture_delete ON item",
                "DROP TRIGGER theseus_capture_key ON item",
                "CREATE OR REPLACE FUNCTION theseus.capture_1_insert() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
    }

    /** The functions run with the rights of who installed them, so nothing in them may be looked up by this path. */
    @Test
    void aWritersSearchPathHasNoSay() throws SQLException {
        capture.install(item);
        databases.old("""
                CREATE SCHEMA mine;
                CREATE FUNCTION mine.current_setting(text, boolean) RETURNS text LANGUAGE plpgsql AS 'BEGIN RAISE ''mine''; END';
                CREATE FUNCTION mine.differ(text, text) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RAISE ''mine''; END';
                CREATE FUNCTION mine.differ(text[], text[]) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RAISE ''mine''; END';
                CREATE FUNCTION mine.differ(int, int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RAISE ''mine''; END';
                CREATE OPERATOR mine.= (LEFTARG = text, RIGHTARG = text, FUNCTION = mine.differ);
                CREATE OPERATOR mine.= (LEFTARG = text[], RIGHTARG = text[], FUNCTION = mine.differ);
                CREATE OPERATOR mine.<> (LEFTARG = text[], RIGHTARG = text[], FUNCTION = mine.differ);
                CREATE OPERATOR mine.= (LEFTARG = int, RIGHTARG = int, FUNCTION = mine.differ);
                CREATE DOMAIN mine.text AS int""");

        databases.old("""
                DO $$ BEGIN
                  PERFORM pg_catalog.set_config('search_path', 'mine, pg_catalog', true);
                  INSERT INTO public.item VALUES (1, 'a');
                  UPDATE public.item SET id = 2;
                  DELETE FROM public.item;
                END $$""");

        assertThat(databases.value(Side.OLD, "SELECT string_agg(key[1], ' ' ORDER BY id) FROM theseus.change_log"))
                .satisfiesAnyOf(
                        noted -> assertThat(noted).isEqualTo("1 1 2 2"),
                        noted -> assertThat(noted).isEqualTo("1 2 1 2"));
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

    @Test
    void sessionsOfOtherReplicationAreNotedAndThoseOfTheRelayAreNot() throws SQLException {
        capture.install(item);
        databases.old("SET session_replication_role = replica; INSERT INTO item VALUES (1, 'a')");
        databases.old("SET theseus.relay = 'on'; INSERT INTO item VALUES (2, 'a'); TRUNCATE item");

        assertThat(noted(1)).containsExactly(key("1"));
    }

    @Test
    void aTransactionThatBeganBeforeTheInstallationAndWritesAfterItIsNoted() throws SQLException {
        try (Connection early = databases.session(Side.OLD);
                Statement statement = early.createStatement()) {
            early.setAutoCommit(false);
            early.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SELECT pg_current_xact_id(), count(*) FROM item");
            // a repeatable reader holds a weak lock on the table: it is not in the way
            capture.install(item);
            statement.execute("INSERT INTO item VALUES (1, 'a')");
            early.commit();
        }

        assertThat(noted(1)).containsExactly(key("1"));
        assertThat(databases.value(Side.OLD, """
                SELECT (SELECT min(xid::text::bigint) FROM theseus.change_log)
                  >= (SELECT since_xid::text::bigint FROM theseus.captured_table)""")).isEqualTo("t");
    }

    @Test
    void copyIsNoted() throws SQLException, IOException {
        capture.install(item);
        try (Connection session = databases.session(Side.OLD)) {
            session.unwrap(org.postgresql.PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY item FROM STDIN", new StringReader("5\tcopied\n"));
        }

        assertThat(noted(1)).containsExactly(key("5"));
    }

    @Test
    void cascadesOfForeignKeysAreNotedRowByRow() throws SQLException {
        databases.old("""
                CREATE TABLE part (id int PRIMARY KEY, item int REFERENCES item ON DELETE CASCADE ON UPDATE CASCADE);
                INSERT INTO item VALUES (1, 'a'), (2, 'b'); INSERT INTO part VALUES (10, 1), (20, 2)""");
        capture.install(plan(2, "part", List.of("id"), List.of("id", "item")));
        databases.old("DELETE FROM item WHERE id = 1");
        databases.old("UPDATE item SET id = 3 WHERE id = 2");

        assertThat(noted(2)).containsExactly(key("10"), key("20"));
    }

    @Test
    void directWritesToPartitionsAreNotedAlsoToThoseThatCameLater() throws SQLException {
        databases.old("""
                CREATE TABLE log_line (day int, id int, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
                CREATE TABLE log_line_1 PARTITION OF log_line FOR VALUES FROM (1) TO (2)""");
        capture.install(plan(6, "log_line", List.of("day", "id"), List.of("day", "id")));
        databases.old("CREATE TABLE log_line_2 PARTITION OF log_line FOR VALUES FROM (2) TO (3)");
        databases.old("INSERT INTO log_line_1 VALUES (1, 1); INSERT INTO log_line_2 VALUES (2, 1)");
        databases.old("UPDATE log_line SET day = 2, id = 9 WHERE day = 1");
        databases.old("SET session_replication_role = replica; DELETE FROM log_line_2 WHERE id = 1");
        databases.old("TRUNCATE log_line_1");

        assertThat(noted(6))
                .containsExactlyInAnyOrder(
                        key("1", "1"), key("2", "1"), key("1", "1"), key("2", "9"), key("2", "1"), new Truncated());
    }
}

package dev.theseus.jdbc.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.authority.Fencing.State;
import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.preparation.Preparation;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

class PgFencingTest {

    private static final String LOCK = "SELECT pg_advisory_lock(8281605, 0)";

    private static final List<String> WRITES = List.of(
            "INSERT INTO item VALUES (2, 'two')",
            "UPDATE item SET name = 'x'",
            "UPDATE item SET name = 'x' WHERE false",
            "DELETE FROM line",
            "TRUNCATE line",
            "TRUNCATE item CASCADE",
            "WITH gone AS (DELETE FROM line RETURNING id) SELECT count(*) FROM gone",
            "WITH gone AS (DELETE FROM line WHERE false) SELECT 1",
            "INSERT INTO item VALUES (1, 'y') ON CONFLICT (id) DO UPDATE SET name = excluded.name",
            "MERGE INTO item i USING (VALUES (1)) v(id) ON i.id = v.id WHEN MATCHED THEN UPDATE SET name = 'm'",
            "UPDATE named SET name = 'by a view'",
            "INSERT INTO part VALUES (2, 2)",
            "INSERT INTO part_1 VALUES (2, 2)",
            "UPDATE part_1 SET id = 200",
            "DELETE FROM part_1",
            "TRUNCATE part_1",
            "TRUNCATE part",
            "CREATE TABLE part_3 PARTITION OF part FOR VALUES FROM (500) TO (600); INSERT INTO part_3 VALUES (500, 1)",
            "CREATE RULE r AS ON UPDATE TO named DO INSTEAD DELETE FROM line; UPDATE named SET name = ''",
            "SET session_replication_role = replica; UPDATE item SET name = 'x'",
            "SET session_replication_role = replica; UPDATE part_1 SET n = 0",
            "DO $$ BEGIN UPDATE item SET name = 'x'; EXCEPTION WHEN division_by_zero THEN NULL; END $$");

    private TestDatabases databases;
    private Preparation preparation;
    private Fencing fencing;
    private List<TablePlan> tables;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.both("""
                CREATE TABLE item (id int PRIMARY KEY, name text);
                CREATE TABLE line (id int PRIMARY KEY, item int REFERENCES item ON DELETE CASCADE);
                CREATE TABLE part (id int PRIMARY KEY, n int) PARTITION BY RANGE (id);
                CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (100);
                CREATE TABLE part_2 PARTITION OF part DEFAULT;
                CREATE VIEW named AS SELECT id, name FROM item;
                INSERT INTO item VALUES (1, 'one'); INSERT INTO line VALUES (1, 1); INSERT INTO part VALUES (1, 1)""");
        preparation = PgBookkeepings.preparation(databases.on(Side.OLD), databases.on(Side.NEW));
        preparation.prepare(new MigrationId("fenced"));
        fencing = fencing(LockPatience.DEFAULT);
        tables = List.of(
                databases.plan(1, "item", List.of("id"), List.of("id", "name")),
                databases.plan(2, "line", List.of("id"), List.of("id", "item")),
                databases.plan(3, "part", List.of("id"), List.of("id", "n")));
    }

    private Fencing fencing(LockPatience patience) {
        return PgFences.fencing(databases.on(Side.OLD), databases.on(Side.NEW), patience);
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private void run(Side side, String sql) throws SQLException {
        if (side == Side.OLD) {
            databases.old(sql);
        } else {
            databases.target(sql);
        }
    }

    private void epoch(Side side, long number) throws SQLException {
        run(side, "SELECT setval('theseus.epoch', " + number + ")");
    }

    private void assertRefused(Side side, String sql) {
        assertThatThrownBy(() -> run(side, sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(Fencing.REFUSED));
    }

    @Test
    void beforeTheCutoverOldAcceptsAndNewRefuses() throws Exception {
        fencing.install(tables);
        databases.old("INSERT INTO item VALUES (2, 'two')");
        assertThatThrownBy(() -> databases.target("INSERT INTO item VALUES (2, 'two')"))
                .isInstanceOfSatisfying(PSQLException.class, e -> {
                    assertThat(e.getSQLState()).isEqualTo("TH001");
                    assertThat(e.getServerErrorMessage().getMessage())
                            .isEqualTo("The old database has authority over public.item: write there");
                    assertThat(e.getServerErrorMessage().getHint())
                            .isEqualTo("This is the new database, in epoch 1. Repeat the whole transaction there.");
                });
    }

    @Test
    void whileAuthorityMovesNeitherAcceptsAndAfterwardsNewDoesAndIsCaptured() throws Exception {
        fencing.install(tables);
        epoch(Side.OLD, 2);
        assertRefused(Side.OLD, "UPDATE item SET name = 'x'");
        assertRefused(Side.NEW, "UPDATE item SET name = 'x'");
        epoch(Side.NEW, 2);
        assertRefused(Side.OLD, "UPDATE item SET name = 'x'");
        databases.target("UPDATE item SET name = 'x'");
        assertThat(databases.rows(Side.NEW, "SELECT table_no, key FROM theseus.change_log"))
                .containsExactly("(1,{1})");
    }

    @Test
    void noWayOfWritingPassesTheFence() throws SQLException {
        fencing.install(tables);
        epoch(Side.OLD, 2);
        for (String write : WRITES) {
            assertRefused(Side.OLD, write);
        }
    }

    @Test
    void aCascadeIsRefusedByTheTableThatItReaches() throws Exception {
        fencing.install(tables.subList(1, 2));
        epoch(Side.OLD, 2);
        assertRefused(Side.OLD, "DELETE FROM item");
    }

    @Test
    void copyIsRefused() throws Exception {
        fencing.install(tables);
        epoch(Side.OLD, 2);
        try (Connection session = databases.session(Side.OLD)) {
            assertThatThrownBy(() -> session.unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn("COPY item FROM STDIN", new java.io.StringReader("7\tseven\n")))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("TH001"));
        }
    }

    @Test
    void aRelaysSessionPassesOnBothSides() throws Exception {
        fencing.install(tables);
        databases.target("SET theseus.relay = 'on'; UPDATE item SET name = 'brought over'; UPDATE part SET n = 5");
        assertThat(databases.rows(Side.NEW, "SELECT * FROM theseus.change_log")).isEmpty();
    }

    @Test
    void aClientNeedsNoRightOnOurSchemaAndItsSearchPathDoesNotMatter() throws Exception {
        databases.old("""
                DROP ROLE IF EXISTS fenced_client;
                CREATE ROLE fenced_client LOGIN; GRANT ALL ON item TO fenced_client;
                CREATE SCHEMA trap; GRANT ALL ON SCHEMA trap TO fenced_client;
                CREATE FUNCTION trap.no(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
                CREATE OPERATOR trap.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = trap.no)""");
        fencing.install(tables);
        epoch(Side.OLD, 2);
        assertRefused(
                Side.OLD,
                "SET ROLE fenced_client; SET search_path = trap, pg_catalog, public; UPDATE item SET name = ''");
        databases.old("DROP OWNED BY fenced_client; DROP ROLE fenced_client");
    }

    /** A writer waits at the fence, the epoch moves, and the fence is let go. */
    private void assertWaitingWriterIsRefused(String isolation) throws Exception {
        try (Connection mover = databases.session(Side.OLD);
                Connection writer = databases.session(Side.OLD);
                Statement moving = mover.createStatement();
                Statement writing = writer.createStatement()) {
            writing.execute("BEGIN ISOLATION LEVEL " + isolation);
            writing.execute("SELECT count(*) FROM item");
            moving.execute(LOCK);
            CompletableFuture<SQLException> refusal = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            writing.execute("UPDATE item SET name = 'too late'");
                            return new SQLException("the write passed", "00000");
                        } catch (SQLException e) {
                            return e;
                        }
                    },
                    task -> Thread.ofPlatform().start(task));
            Awaitility.await()
                    .until(() -> !databases
                            .rows(Side.OLD, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                            .isEmpty());
            moving.execute("SELECT setval('theseus.epoch', 2)");
            moving.execute("SELECT pg_advisory_unlock_all()");
            assertThat(refusal.get(20, TimeUnit.SECONDS).getSQLState()).isEqualTo("TH001");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
    void aWriterThatWaitedAtTheFenceIsRefusedAfterTheFlip(String isolation) throws Exception {
        fencing.install(tables);
        assertWaitingWriterIsRefused(isolation);
    }

    /** The planted defect: authority as a row of a table, which a snapshot hides. */
    @Test
    void authorityAsARowOfATableWouldLetAWriterPassThatHasWaited() throws Exception {
        fencing.install(tables);
        databases.old("""
                CREATE TABLE authority (epoch bigint); INSERT INTO authority VALUES (1);
                CREATE OR REPLACE FUNCTION theseus.fence() RETURNS trigger LANGUAGE plpgsql AS $$
                  BEGIN
                    PERFORM pg_advisory_xact_lock_shared(8281605, 0);
                    IF (SELECT epoch FROM public.authority) % 2 = 0 THEN
                      RAISE EXCEPTION 'refused' USING ERRCODE = 'TH001';
                    END IF;
                    RETURN NULL;
                  END $$;
                """);
        try (Connection mover = databases.session(Side.OLD);
                Connection writer = databases.session(Side.OLD);
                Statement moving = mover.createStatement();
                Statement writing = writer.createStatement()) {
            writing.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
            writing.execute("SELECT count(*) FROM item");
            moving.execute(LOCK);
            CompletableFuture<Boolean> passed = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return writing.executeUpdate("UPDATE item SET name = 'too late'") == 1;
                        } catch (SQLException e) {
                            return false;
                        }
                    },
                    task -> Thread.ofPlatform().start(task));
            Awaitility.await()
                    .until(() -> !databases
                            .rows(Side.OLD, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                            .isEmpty());
            moving.execute("UPDATE authority SET epoch = 2");
            moving.execute("SELECT pg_advisory_unlock_all()");
            assertThat(passed.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aTransactionThatHasWrittenHoldsTheFenceUntilItEnds() throws Exception {
        fencing.install(tables);
        try (Connection writer = databases.session(Side.OLD);
                Statement writing = writer.createStatement()) {
            writer.setAutoCommit(false);
            writing.execute("UPDATE item SET name = 'x'");
            assertThat(databases.value(Side.OLD, "SELECT pg_try_advisory_lock(8281605, 0)"))
                    .isEqualTo("f");
            writer.rollback();
            assertThat(databases.value(Side.OLD, "SELECT pg_try_advisory_lock(8281605, 0)"))
                    .isEqualTo("t");
        }
    }

    @Test
    void installingAndRemovingMayBeRepeatedAndLeaveNothing() throws Exception {
        String triggers = "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE 'theseus%'";
        assertThat(fencing.state(tables)).isEqualTo(State.ABSENT);
        fencing.install(tables);
        fencing.install(tables);
        assertThat(fencing.state(tables)).isEqualTo(State.INSTALLED);
        fencing.remove(tables);
        fencing.remove(tables);
        assertThat(fencing.state(tables)).isEqualTo(State.ABSENT);
        for (Side side : Side.values()) {
            assertThat(databases.rows(side, triggers)).isEmpty();
            run(side, "UPDATE item SET name = 'free'");
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void removingTheBookkeepingTakesTheFenceAway(Side side) throws Exception {
        fencing.install(tables);
        preparation.remove(new MigrationId("fenced"));
        run(side, "UPDATE item SET name = 'free'; DELETE FROM line; TRUNCATE part_1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE item DISABLE TRIGGER theseus_fence",
                "ALTER TABLE item ENABLE TRIGGER theseus_fence",
                "DROP TRIGGER theseus_fence_truncate ON item",
                "CREATE OR REPLACE FUNCTION theseus.fence() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TABLE part_3 PARTITION OF part FOR VALUES FROM (500) TO (600)",
                "DROP TRIGGER theseus_fence ON item; CREATE TRIGGER theseus_fence BEFORE INSERT ON item EXECUTE FUNCTION theseus.fence()",
                "DROP TRIGGER theseus_fence ON item; CREATE TRIGGER theseus_fence BEFORE INSERT OR UPDATE OF name OR DELETE ON item EXECUTE FUNCTION theseus.fence()",
            })
    void whatWasAlteredIsSeenAndMended(String damage) throws Exception {
        fencing.install(tables);
        databases.old(damage);
        assertThat(fencing.state(tables)).isEqualTo(State.DAMAGED);
        fencing.install(tables);
        assertThat(fencing.state(tables)).isEqualTo(State.INSTALLED);
    }

    @Test
    void aMissingReverseCaptureIsDamageToo() throws Exception {
        fencing.install(tables);
        databases.target("DROP TRIGGER theseus_capture_insert ON item");
        assertThat(fencing.state(tables)).isEqualTo(State.DAMAGED);
    }

    @Test
    void aTableThatIsBusyForTooLongIsRefusedByName() throws Exception {
        try (Connection busy = databases.session(Side.OLD);
                Statement statement = busy.createStatement()) {
            busy.setAutoCommit(false);
            statement.execute("UPDATE item SET name = 'in hand'");
            assertThatThrownBy(() -> fencing(new LockPatience(Duration.ofMillis(20), Duration.ofMillis(100)))
                            .install(tables))
                    .isInstanceOf(CaptureRefused.class)
                    .hasMessageContaining("public.item");
        }
        fencing.install(tables);
        assertThat(fencing.state(tables)).isEqualTo(State.INSTALLED);
    }

    @Test
    void aTableThatItsClientsCaptureIsRefused() {
        PgCapture.captureByClients(databases.on(Side.OLD)).install(tables.getFirst());
        assertThatThrownBy(() -> fencing.install(tables))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("public.item");
        assertThat(fencing.state(tables)).isEqualTo(State.ABSENT);
    }

    @Test
    void theRowsOfTheTargetCanBeRemovedWhileItsFenceStands() throws Exception {
        fencing.install(tables);
        preparation.removeRows(tables);
        assertThat(databases.rows(Side.NEW, "SELECT * FROM item")).isEmpty();
    }
}

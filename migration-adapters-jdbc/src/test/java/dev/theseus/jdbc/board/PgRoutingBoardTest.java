package dev.theseus.jdbc.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.domain.routing.Standing;
import dev.theseus.jdbc.capture.LogFloor;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PgRoutingBoardTest {

    private static final RolloutPolicy POLICY = new RolloutPolicy(
            12.5,
            Set.of("beta", "o'brien, \"x\""),
            Set.of("eu"),
            Set.of("shop"),
            Switch.OFF,
            Switch.ON,
            0.25,
            0.5,
            Duration.ofMillis(1500));

    private static final String NOTE = "INSERT INTO theseus.change_log (table_no, key) VALUES (%d, ARRAY['%s'])";

    private TestDatabases databases;
    private RoutingBoard board;
    private TablePlan one;
    private TablePlan two;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        board = PgBoards.board(databases.on(Side.OLD));
        one = databases.plan(1, "one", List.of("id"), List.of("id", "text"));
        two = databases
                .plan(2, "two \"quoted\"", List.of("a", "b"), List.of("a", "b"))
                .withLargeObjects(List.of("b"));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private void prepare() throws SQLException {
        databases.old(PgFence.ddl(Side.OLD));
        databases.old(PgCapture.ddl(Side.OLD));
        databases.old(PgBoards.ddl(Side.OLD));
    }

    private static Rollout rollout(long version, Phase phase) {
        return new Rollout(version, Epoch.FIRST, phase, POLICY);
    }

    private long xid(String query) throws SQLException {
        return Long.parseLong(String.valueOf(databases.value(Side.OLD, query)));
    }

    @Test
    void nothingIsFoundWhereNothingWasPrepared() throws SQLException {
        board.publish(rollout(1, Phase.RAMPING), List.of(one));

        assertThat(board.look()).isEqualTo(RoutingSnapshot.NONE);
        assertThat(board.tables()).isEmpty();
        prepare();
        assertThat(board.look()).isEqualTo(RoutingSnapshot.NONE);
    }

    @Test
    void nodesThatAreUpSeeTheBoardComeAndGo() throws SQLException {
        RoutingBoard node = PgBoards.board(databases.on(Side.OLD));
        assertThat(node.look()).isEqualTo(RoutingSnapshot.NONE);
        prepare();
        board.publish(rollout(1, Phase.RAMPING), List.of(one));
        assertThat(node.look().rollout()).isEqualTo(rollout(1, Phase.RAMPING));

        databases.old("DROP SCHEMA theseus CASCADE");

        assertThat(node.look()).isEqualTo(RoutingSnapshot.NONE);
        assertThat(node.tables()).isEmpty();
    }

    @Test
    void whatIsPublishedIsWhatANodeSees() throws SQLException {
        prepare();
        board.publish(rollout(7, Phase.RAMPING), List.of(two, one));

        RoutingBoard node = PgBoards.board(databases.on(Side.OLD));
        assertThat(node.look().rollout()).isEqualTo(rollout(7, Phase.RAMPING));
        assertThat(node.tables()).containsExactly(one, two);
    }

    @Test
    void aTableThatLooksOtherwiseOnNewIsSeenWithItsMapping() throws SQLException {
        prepare();
        TablePlan split = mapped(3, "users", Mapping.same(List.of("id"), List.of("id")), 7);
        TablePlan oneWay = new TablePlan(
                4,
                split.old(),
                new TableName("public", "other"),
                new Mapping(1, split.mapping().forward(), Optional.empty()),
                split.existingRows(),
                split.capture());

        board.publish(rollout(7, Phase.RAMPING), List.of(one, split, oneWay));

        assertThat(PgBoards.board(databases.on(Side.OLD)).tables()).containsExactly(one, split, oneWay);
        assertThat(databases.value(Side.OLD, "SELECT string_agg(mapping::text, '') FROM theseus.routed_table"))
                .doesNotContain("dev.theseus");
    }

    private TablePlan mapped(int number, String table, Mapping back, int version) {
        Image forward = new Image(
                List.of("id", "Part \"2\""),
                List.of("no"),
                List.of(
                        new MappedColumn("no", new Expression.Sql("t.id || E'\\t' || t.\"Part \"\"2\"\"\"")),
                        new MappedColumn("first", new Expression.Same("name ä 😀")),
                        new MappedColumn("second", new Expression.Sql("CASE WHEN b.\"x\" > '{1}'\n THEN '\\' END"))),
                List.of(new Join("b", new TableName("s 1", "t,2"), List.of("a", "b"))),
                Optional.of("t.kind <> 'temp'"),
                List.of("second"));
        return new TablePlan(
                number,
                new TableName("public", table),
                new TableName("public", "people"),
                new Mapping(version, Optional.of(forward), back.reverse()),
                TablePlan.ExistingRows.REFUSE,
                TablePlan.CaptureMode.AUTOMATIC);
    }

    @Test
    void aBoardOfAnEarlierReleaseIsReadAndOneOfALaterReleaseIsRefusedByItsForm() throws SQLException {
        prepare();
        board.publish(rollout(7, Phase.RAMPING), List.of(one));
        databases.old("ALTER TABLE theseus.routed_table DROP COLUMN mapping");
        assertThat(board.tables()).containsExactly(one);

        databases.old(PgBoards.ddl(Side.OLD));
        databases.old("UPDATE theseus.routed_table SET mapping = '{\"form\": 2, \"version\": 1, \"more\": [[], {}]}'");

        assertThatThrownBy(board::tables)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("form 2")
                .hasMessageContaining("same release");
    }

    /** A node that knows no mappings reads key and columns, and refuses a table without a key. */
    @Test
    void aNodeOfAnEarlierReleaseCanNotTakeAMappedTableForOneThatLooksTheSame() throws SQLException {
        prepare();
        board.publish(
                rollout(7, Phase.RAMPING), List.of(mapped(3, "users", Mapping.same(List.of("id"), List.of("id")), 1)));

        assertThat(databases.value(Side.OLD, "SELECT key || columns FROM theseus.routed_table"))
                .isEqualTo("{}");
    }

    @Test
    void anOlderDecisionNeverTakesThePlaceOfANewerOne() throws SQLException {
        prepare();
        board.publish(rollout(7, Phase.ROLLING_BACK), List.of(one));

        board.publish(rollout(6, Phase.RAMPING), List.of(one, two));
        board.publish(rollout(7, Phase.RAMPING), List.of(one, two));

        assertThat(board.look().rollout()).isEqualTo(rollout(7, Phase.ROLLING_BACK));
        assertThat(board.tables()).containsExactly(one);
        board.publish(rollout(8, Phase.ROLLED_BACK), List.of(one, two));
        assertThat(board.look().rollout()).isEqualTo(rollout(8, Phase.ROLLED_BACK));
        assertThat(board.tables()).containsExactly(one, two);
    }

    @Nested
    class TheStanding {

        private ChangeLog log;

        @BeforeEach
        void ramping() throws SQLException {
            prepare();
            log = PgCapture.log(databases.on(Side.OLD));
            board.publish(rollout(1, Phase.RAMPING), List.of(one, two));
        }

        private Standing standing() {
            return board.look().standing();
        }

        private List<LogEntry> pending() {
            return log.pending(Set.of(1, 2), Set.of(), 1000);
        }

        @Test
        void everythingThatHasEndedIsPassedWhenNothingStands() throws SQLException {
            long ended = xid("SELECT pg_current_xact_id()");

            assertThat(standing().passed()).isGreaterThan(ended);
            assertThat(standing().lag()).isZero();
        }

        @Test
        void aTransactionThatIsOpenIsNotPassed() throws SQLException {
            try (Connection writer = databases.session(Side.OLD);
                    Statement statement = writer.createStatement()) {
                writer.setAutoCommit(false);
                statement.execute("SELECT pg_current_xact_id()");
                long later = xid("SELECT pg_current_xact_id()");
                long open = xid("SELECT pg_snapshot_xmin(pg_current_snapshot())");

                assertThat(standing().passed()).isEqualTo(open).isLessThan(later);
                writer.commit();
                assertThat(standing().passed()).isGreaterThan(later);
            }
        }

        @Test
        void aTransactionThatWasRolledBackIsPassed() throws SQLException {
            long aborted;
            try (Connection writer = databases.session(Side.OLD);
                    Statement statement = writer.createStatement()) {
                writer.setAutoCommit(false);
                statement.execute(NOTE.formatted(1, "x"));
                aborted = xid("SELECT pg_snapshot_xmin(pg_current_snapshot())");
                assertThat(standing().passed()).isEqualTo(aborted);
                writer.rollback();
            }

            assertThat(standing().passed()).isGreaterThan(aborted);
            assertThat(standing().lag()).isZero();
        }

        @Test
        void aTransactionWhoseEntryStandsIsNotPassed() throws SQLException {
            databases.old(NOTE.formatted(1, "x"));
            databases.old(NOTE.formatted(2, "y"));
            long first = xid("SELECT xid FROM theseus.change_log WHERE table_no = 1");
            long second = xid("SELECT xid FROM theseus.change_log WHERE table_no = 2");

            assertThat(standing().passed()).isEqualTo(first);
            assertThat(standing().lag()).isPositive();
            log.retire(log.pending(Set.of(1), Set.of(), 10), (table, micros) -> {});
            assertThat(standing().passed()).isEqualTo(second);
            log.retire(pending(), (table, micros) -> {});
            assertThat(standing().passed()).isGreaterThan(second);
        }

        @Test
        void anEntryThatIsInFrontByItsIdButNotByItsTransactionCountsByItsTransaction() throws SQLException {
            try (Connection early = databases.session(Side.OLD);
                    Statement statement = early.createStatement()) {
                early.setAutoCommit(false);
                statement.execute("SELECT pg_current_xact_id()");
                databases.old(NOTE.formatted(1, "later transaction, earlier id"));
                statement.execute(NOTE.formatted(1, "earlier transaction, later id"));
                early.commit();
            }

            assertThat(standing().passed())
                    .isEqualTo(xid("SELECT xid FROM theseus.change_log ORDER BY id DESC LIMIT 1"))
                    .isLessThan(xid("SELECT xid FROM theseus.change_log ORDER BY id LIMIT 1"));
        }

        @Test
        void whatWasSetAsideIsNotPassedUntilItIsApplied() throws SQLException {
            databases.old(NOTE.formatted(2, "x"));
            long written = xid("SELECT xid FROM theseus.change_log");
            databases.old(NOTE.formatted(2, "x"));

            log.setAside(pending().subList(0, 1), new SetAside.Reason("23514", "constraint positive", 8));
            assertThat(standing().passed()).isEqualTo(written);
            assertThat(standing().setAside()).containsExactly(2);
            // once more for the same key: still by its first transaction
            log.setAside(pending(), new SetAside.Reason("23514", "constraint positive", 8));
            assertThat(standing().passed()).isEqualTo(written);

            log.retrySetAside(Optional.empty());
            assertThat(standing().passed()).isEqualTo(written);
            assertThat(standing().setAside()).isEmpty();
            log.retire(pending(), (table, micros) -> {});
            assertThat(standing().passed()).isGreaterThan(written);
        }

        @Test
        void aLongLogIsNotCountedAndTheValueBeforeIsKept() throws SQLException {
            long before = standing().passed();
            databases.old("INSERT INTO theseus.change_log (table_no, key)"
                    + " SELECT 1 + i %% 2, ARRAY[i::text] FROM generate_series(1, %d) i".formatted(Look.LONGEST + 1));
            assertThat(standing().passed()).isEqualTo(before);
            assertThat(standing().lag()).isPositive();
            assertThat(PgBoards.board(databases.on(Side.OLD)).look().standing().passed())
                    .as("another node, which knows nothing from before")
                    .isZero();

            databases.old("DELETE FROM theseus.change_log WHERE id = (SELECT max(id) FROM theseus.change_log)");
            assertThat(standing().passed()).isEqualTo(xid("SELECT xid FROM theseus.change_log LIMIT 1"));
        }

        /** Else each look would step over all that was retired since the report began. */
        @Test
        void retiredEntriesAreNotReadAgainWhileALongReportKeepsVacuumAway() throws SQLException {
            LogFloor floor = new LogFloor();
            RoutingBoard node = new PgRoutingBoard(new BoardTables(databases.on(Side.OLD)), floor);
            try (Connection report = databases.session(Side.OLD);
                    Statement statement = report.createStatement()) {
                report.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                report.setAutoCommit(false);
                statement.execute("SELECT count(*) FROM theseus.change_log");
                databases.old(NOTE.formatted(1, "retired"));
                databases.old(NOTE.formatted(2, "stands"));
                log.retire(log.pending(Set.of(1), Set.of(), 10), (table, micros) -> {});
                long stands = xid("SELECT xid FROM theseus.change_log");

                Awaitility.await().until(() -> {
                    node.look();
                    return floor.of(1) >= 1 && floor.of(2) >= 1;
                });
                assertThat(node.look().standing().passed())
                        .as("the floor is not above what stands")
                        .isEqualTo(stands);
                databases.old(NOTE.formatted(1, "new"));
                log.retire(log.pending(Set.of(2), Set.of(), 10), (table, micros) -> {});
                assertThat(node.look().standing().passed())
                        .isEqualTo(xid("SELECT xid FROM theseus.change_log WHERE table_no = 1"));
            }
        }

        @Test
        void anotherServerVoidsTheFloors() throws SQLException {
            LogFloor floor = new LogFloor();
            floor.validFor(1);
            databases.old(NOTE.formatted(1, "x"));
            floor.probeIfDue(databases.on(Side.OLD));
            floor.raise(Long.MAX_VALUE, Map.of(1, Long.MAX_VALUE));
            assertThat(floor.of(1)).isPositive();

            RoutingBoard node = new PgRoutingBoard(new BoardTables(databases.on(Side.OLD)), floor);
            node.look();
            assertThat(node.look().standing().passed()).isEqualTo(xid("SELECT xid FROM theseus.change_log"));
            assertThat(floor.of(1)).isZero();
        }

        @Test
        void aLookReadsNoMoreOfALogThanItCounts() throws SQLException {
            databases.old("INSERT INTO theseus.change_log (table_no, key)"
                    + " SELECT 1, ARRAY[i::text] FROM generate_series(1, 50000) i; ANALYZE theseus.change_log");

            String plan = explain();
            assertThat(plan).contains("change_log_pkey").doesNotContain("Seq Scan on change_log");
            assertThat(plan).doesNotContain("rows=50000");
        }

        @Test
        void whereNoReadsGoToNewALookReadsOneEntryOfATable() throws SQLException {
            databases.old("INSERT INTO theseus.change_log (table_no, key)"
                    + " SELECT 1, ARRAY[i::text] FROM generate_series(1, 5000) i; ANALYZE theseus.change_log");
            board.publish(rollout(2, Phase.BACKFILLING), List.of(one, two));

            assertThat(standing().lag()).isPositive();
            assertThat(explain()).doesNotContain("rows=5000");
        }

        @Test
        void theServerExpectsALookToBeCheapSoThatItDoesNotCompileIt() throws SQLException {
            String plan = explain("EXPLAIN ");
            String cost = plan.lines().findFirst().orElseThrow().replaceAll(".*cost=[0-9.]+\\.\\.([0-9.]+) .*", "$1");

            assertThat(Double.parseDouble(cost)).as(plan).isLessThan(1_000);
        }

        private String explain() throws SQLException {
            return explain("EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) ");
        }

        private String explain(String how) throws SQLException {
            String query = Look.QUERY.replace("?::int[], ?::bigint[]", "'{1,2}'::int[], '{0,0}'::bigint[]");
            StringBuilder plan = new StringBuilder();
            try (Connection client = databases.session(Side.OLD);
                    Statement statement = client.createStatement();
                    var rows = statement.executeQuery(how + query)) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }
}

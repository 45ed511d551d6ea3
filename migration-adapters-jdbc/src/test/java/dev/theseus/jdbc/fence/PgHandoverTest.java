package dev.theseus.jdbc.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.authority.Handover;
import dev.theseus.domain.authority.HandoverOutcome.Held;
import dev.theseus.domain.authority.HandoverOutcome.Moved;
import dev.theseus.domain.authority.HandoverOutcome.NotDrained;
import dev.theseus.domain.authority.Rehearsal;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.PauseBudget;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PgHandoverTest {

    private HandoverScene scene;

    @BeforeEach
    void open() throws SQLException {
        scene = HandoverScene.create();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** The process dies here: everything that it held is let go. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Handover dyingAt(HandoverStep at) {
        return scene.handover(step -> {
            if (step == at) {
                throw new Died();
            }
        });
    }

    @Test
    void authorityGoesThereAndBackWithAllThatWasWritten() throws Exception {
        scene.write(Side.OLD, "a");
        scene.assertMoved(scene.hand(1), 2);
        scene.assertAuthority(Side.NEW, 2);
        assertThatThrownBy(() -> scene.write(Side.OLD, "x")).hasMessageContaining("The new database has authority");
        scene.write(Side.NEW, "b");
        scene.assertEqual(Side.NEW, "a", "b");
        scene.assertMoved(scene.hand(2), 3);
        scene.assertAuthority(Side.OLD, 3);
        assertThatThrownBy(() -> scene.write(Side.NEW, "x")).hasMessageContaining("The old database has authority");
        scene.write(Side.OLD, "c");
        scene.assertEqual(Side.OLD, "a", "b", "c");
        // what the relays bring over is noted nowhere, so it is not sent round
        for (Side side : Side.values()) {
            assertThat(scene.databases.rows(side, "SELECT * FROM theseus.change_log"))
                    .isEmpty();
        }
    }

    @Test
    void noKeyIsGivenOutTwiceThoughEachSideHasASequenceOfItsOwn() throws Exception {
        for (long epoch = 1; epoch < 5; epoch++) {
            Side side = new Epoch(epoch).direction().source();
            scene.write(side, "x" + epoch);
            scene.assertMoved(scene.hand(epoch), epoch + 1);
        }
        assertThat(scene.databases.rows(Side.OLD, "SELECT id FROM item ORDER BY id"))
                .containsExactly("(1)", "(2)", "(3)", "(4)");
    }

    @Test
    void sequencesLeaveOutNumbersInEitherDirectionIfTheyHaveRoomForIt() throws Exception {
        scene.write(Side.OLD, "a");
        scene.assertMoved(scene.hand(1, 100), 2);
        scene.write(Side.NEW, "b");
        scene.assertMoved(scene.hand(2, 100), 3);
        scene.write(Side.OLD, "c");
        scene.databases.target("ALTER SEQUENCE item_id_seq MAXVALUE 250");
        scene.assertMoved(scene.hand(3, 100), 4);
        scene.write(Side.NEW, "d");

        assertThat(scene.databases.rows(Side.NEW, "SELECT id, name FROM item ORDER BY id"))
                .containsExactly("(1,a)", "(102,b)", "(203,c)", "(204,d)");
    }

    @Test
    void aLaterEpochIsTheAnswerAndAnEarlierOneIsRefused() {
        scene.assertMoved(scene.hand(1), 2);
        assertThat(scene.hand(1)).isEqualTo(new Moved(new Epoch(2), Duration.ZERO));
        assertThatThrownBy(() -> scene.hand(5))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("epoch 2");
    }

    @ParameterizedTest
    @EnumSource(HandoverStep.class)
    void aProcessThatDiesAtAnyStepLeavesWhatTheNextCallFinishes(HandoverStep step) throws Exception {
        for (long epoch = 1; epoch <= 2; epoch++) {
            long from = epoch;
            Side side = new Epoch(from).direction().source();
            scene.write(side, "before" + from);
            assertThatThrownBy(() -> dyingAt(step).hand(new Epoch(from), scene.tables, HandoverScene.BUDGET))
                    .isInstanceOf(Died.class);
            Authority left = scene.handover(s -> {}).look();
            boolean isTakenAway = step.compareTo(HandoverStep.TAKING) >= 0;
            assertThat(left.on(side).number()).isEqualTo(isTakenAway ? from + 1 : from);
            if (!isTakenAway) {
                // authority stays, and nobody is held any more
                scene.write(side, "meanwhile" + from);
            }
            scene.assertMoved(scene.hand(from), from + 1);
            scene.assertAuthority(side.other(), from + 1);
        }
        scene.write(Side.OLD, "last");
        scene.assertEqual(
                Side.OLD,
                step.compareTo(HandoverStep.TAKING) >= 0
                        ? new String[] {"before1", "before2", "last"}
                        : new String[] {"before1", "meanwhile1", "before2", "meanwhile2", "last"});
    }

    @Test
    void whileAuthorityIsNowhereBothRefuse() {
        assertThatThrownBy(() -> dyingAt(HandoverStep.TAKEN).hand(Epoch.FIRST, scene.tables, HandoverScene.BUDGET))
                .isInstanceOf(Died.class);
        assertThat(scene.handover(step -> {}).look().holder()).isEmpty();
        for (Side side : Side.values()) {
            assertThatThrownBy(() -> scene.write(side, "x"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("TH001"));
        }
    }

    /** A finished handover that is cut off in its turn is finished by the next. */
    @Test
    void finishingMayBeCutOffToo() throws Exception {
        for (HandoverStep step :
                List.of(HandoverStep.TAKING, HandoverStep.TAKING, HandoverStep.TAKEN, HandoverStep.GIVING)) {
            assertThatThrownBy(() -> dyingAt(step).hand(Epoch.FIRST, scene.tables, HandoverScene.BUDGET))
                    .isInstanceOf(Died.class);
        }
        scene.assertMoved(scene.hand(1), 2);
        scene.assertAuthority(Side.NEW, 2);
    }

    @Test
    @Tag("alone")
    void aTransactionThatStaysOpenHoldsUpTheHandoverAndNobodyElse() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong slowest = new AtomicLong();
        AtomicLong writes = new AtomicLong();
        try (Connection busy = scene.databases.session(Side.OLD);
                Connection other = scene.databases.session(Side.OLD);
                Statement holding = busy.createStatement();
                Statement writing = other.createStatement()) {
            busy.setAutoCommit(false);
            holding.execute("SET application_name = 'month-end report'");
            holding.execute("INSERT INTO item (name) VALUES ('long')");
            CompletableFuture<Void> traffic = CompletableFuture.runAsync(
                    () -> {
                        while (!isOver.get()) {
                            long begun = System.nanoTime();
                            execute(writing, "INSERT INTO item (name) VALUES ('short')");
                            slowest.accumulateAndGet(System.nanoTime() - begun, Math::max);
                            writes.incrementAndGet();
                        }
                    },
                    task -> Thread.ofPlatform().start(task));
            PauseBudget budget = new PauseBudget(Duration.ofMillis(500), Duration.ofMillis(50), Duration.ofSeconds(3));
            assertThat(scene.handover(step -> {}).hand(Epoch.FIRST, scene.tables, budget))
                    .isInstanceOfSatisfying(Held.class, held -> {
                        assertThat(held.holders())
                                .anyMatch(h -> h.application().equals("month-end report")
                                        && h.side() == Side.OLD
                                        && h.open().compareTo(Duration.ofSeconds(2)) > 0);
                        assertThat(held.longestPause()).isLessThan(Duration.ofMillis(400));
                    });
            isOver.set(true);
            traffic.get(20, TimeUnit.SECONDS);
            assertThat(writes).hasValueGreaterThan(50);
            assertThat(Duration.ofNanos(slowest.get())).isLessThan(Duration.ofMillis(500));
            busy.commit();
        }
        scene.assertAuthority(Side.OLD, 1);
        scene.assertMoved(scene.hand(1), 2);
    }

    private static void execute(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLogThatIsNotDrainedLeavesAuthorityWhereItIs() throws Exception {
        scene.relays.close();
        scene.write(Side.OLD, "a");
        PauseBudget budget = new PauseBudget(Duration.ofMillis(300), Duration.ofMillis(50), Duration.ofMillis(600));
        assertThat(scene.handover(step -> {}).hand(Epoch.FIRST, scene.tables, budget))
                .isInstanceOf(NotDrained.class);
        scene.write(Side.OLD, "b");
        scene.assertAuthority(Side.OLD, 1);
    }

    /** Noted after the fence was taken, as a repair does, which no fence holds; and the relay can't bring it over. */
    @ParameterizedTest
    @Tag("alone")
    @EnumSource(
            value = HandoverStep.class,
            names = {"FENCED", "BOTH_FENCED"})
    void underTheFenceTooALogThatIsNotDrainedEndsThePauseInTime(HandoverStep at) throws Exception {
        scene.write(Side.OLD, "a");
        scene.assertEqual(Side.OLD, "a");
        RowKey key = new RowKey(List.of("1"));
        try (Connection blocker = scene.databases.session(Side.NEW);
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE item IN ACCESS EXCLUSIVE MODE");
            PauseBudget budget = new PauseBudget(Duration.ofMillis(400), Duration.ofMillis(50), Duration.ofMillis(1));
            Handover handover = scene.handover(step -> {
                if (step == at) {
                    scene.relays.log(Direction.FORWARD).append(scene.tables.getFirst(), List.of(key));
                }
            });
            assertThat(handover.hand(Epoch.FIRST, scene.tables, budget))
                    .isInstanceOfSatisfying(
                            NotDrained.class,
                            notDrained -> assertThat(notDrained.pause()).isLessThan(budget.pause()));
            scene.write(Side.OLD, "b");
        }
        scene.assertAuthority(Side.OLD, 1);
    }

    @Test
    void whatWasSetAsideKeepsAuthorityWhereItIs() throws Exception {
        scene.databases.target("ALTER TABLE item ADD CHECK (name <> 'bad')");
        scene.write(Side.OLD, "bad");
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !scene.relays.log(Direction.FORWARD).setAside(1).isEmpty());
        assertThat(scene.hand(1)).isInstanceOf(NotDrained.class);
        scene.assertAuthority(Side.OLD, 1);
    }

    /** An apply that stalled before the flip would write old's state over what new has taken since. */
    @Test
    @Tag("alone")
    void anApplyThatStalledOnTheOtherSideIsWaitedFor() throws Exception {
        try (Connection apply = scene.databases.session(Side.NEW);
                Statement applying = apply.createStatement()) {
            apply.setAutoCommit(false);
            applying.execute("SELECT pg_advisory_xact_lock_shared(8281605, 0)");
            PauseBudget budget =
                    new PauseBudget(Duration.ofMillis(400), Duration.ofMillis(100), Duration.ofMillis(800));
            assertThat(scene.handover(step -> {}).hand(Epoch.FIRST, scene.tables, budget))
                    .isInstanceOfSatisfying(
                            Held.class, held -> assertThat(held.holders()).anyMatch(h -> h.side() == Side.NEW));
            scene.write(Side.OLD, "a");
        }
        scene.assertMoved(scene.hand(1), 2);
    }

    @Test
    void twoEpochsThatNoHandoverLeavesAreRefused() throws Exception {
        scene.databases.target("SELECT setval('theseus.epoch', 2)");
        assertThatThrownBy(() -> scene.hand(1))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("restored");
        scene.databases.target("SELECT setval('theseus.epoch', 5)");
        assertThatThrownBy(() -> scene.hand(1))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("restored");
    }

    @Test
    void aRehearsalGoesThereAndBackAndLeavesNothing() throws Exception {
        String left = "SELECT relname FROM pg_class WHERE relname LIKE 'probe%' UNION ALL"
                + " SELECT proname FROM pg_proc WHERE pronamespace = 'theseus'::regnamespace AND proname LIKE '%2147483647%'"
                + " UNION ALL SELECT table_no::text FROM theseus.change_log";
        for (int times = 0; times < 2; times++) {
            assertThat(scene.handover(step -> {}).rehearse()).isInstanceOf(Rehearsal.Succeeded.class);
            for (Side side : Side.values()) {
                assertThat(scene.databases.rows(side, left)).isEmpty();
            }
        }
        scene.assertAuthority(Side.OLD, 1);
    }

    @Test
    void aRehearsalThatWasCutOffAnywhereMayBeRepeated() {
        List<String> names = new ArrayList<>();
        rehearsal(names::add).run();
        assertThat(names).hasSize(10);
        for (String at : names) {
            assertThatThrownBy(() -> rehearsal(name -> {
                                if (name.equals(at)) {
                                    throw new Died();
                                }
                            })
                            .run())
                    .isInstanceOf(Died.class);
        }
        assertThat(rehearsal(name -> {}).run()).isInstanceOf(Rehearsal.Succeeded.class);
    }

    private PgRehearsal rehearsal(java.util.function.Consumer<String> steps) {
        return new PgRehearsal(
                scene.databases.on(Side.OLD),
                scene.databases.on(Side.NEW),
                dev.theseus.jdbc.postgres.LockPatience.DEFAULT,
                steps);
    }

    /** The planted defects: each of the things that a rehearsal is for. */
    @Test
    void aRehearsalSaysAtWhichStepTheWayDoesNotWork() {
        assertFails(
                "write on old",
                Side.OLD,
                "ALTER TABLE theseus.probe DISABLE TRIGGER theseus_capture_insert",
                "find on new what was written on old");
        assertFails(
                "have a write on old refused",
                Side.OLD,
                "DROP TRIGGER theseus_fence ON theseus.probe",
                "have a write on old refused");
        assertFails(
                "write on new",
                Side.NEW,
                "CREATE OR REPLACE FUNCTION theseus.capture_2147483647_update() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "find on old what was written on new");
        assertFails(
                "hand authority to new",
                Side.NEW,
                "ALTER TABLE theseus.probe RENAME COLUMN note TO other",
                "hand authority to new");
    }

    private void assertFails(String before, Side side, String defect, String step) {
        Rehearsal rehearsal = rehearsal(name -> {
                    if (name.equals(before)) {
                        plant(side, defect);
                    }
                })
                .run();
        assertThat(rehearsal)
                .isInstanceOfSatisfying(
                        Rehearsal.Failed.class,
                        failed -> assertThat(failed.step()).as(failed.reason()).isEqualTo(step));
    }

    private void plant(Side side, String defect) {
        try {
            if (side == Side.OLD) {
                scene.databases.old(defect);
            } else {
                scene.databases.target(defect);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

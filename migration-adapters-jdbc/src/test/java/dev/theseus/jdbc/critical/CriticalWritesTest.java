package dev.theseus.jdbc.critical;

import static dev.theseus.jdbc.critical.CriticalScene.LIMITS;
import static dev.theseus.jdbc.critical.CriticalScene.account;
import static dev.theseus.jdbc.critical.CriticalScene.amount;
import static dev.theseus.jdbc.critical.CriticalScene.rows;
import static dev.theseus.jdbc.critical.CriticalScene.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.critical.CriticalOutcome;
import dev.theseus.domain.critical.CriticalRecovery.Recovered;
import dev.theseus.domain.critical.CriticalRowsBusy;
import dev.theseus.domain.critical.CriticalWriteOpen;
import dev.theseus.domain.critical.CriticalWriteRefused;
import dev.theseus.domain.critical.OpenReason;
import dev.theseus.domain.critical.OpenWrite;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.critical.CriticalWritten.Extent;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CriticalWritesTest {

    private CriticalScene scene;

    @BeforeEach
    void open() throws SQLException {
        scene = CriticalScene.create();
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    /** New takes no account below zero, and no entry of more than a thousand. */
    private void newRefuses() throws SQLException {
        scene.databases.target(
                "ALTER TABLE account ADD CHECK (amount >= 0); ALTER TABLE entry ADD CHECK (amount <= 1000)");
    }

    /** What happens between the commit on old and the answer of new. */
    private CriticalWrites afterCommit(SqlRunnable then) {
        return scene.node("one", LIMITS, step -> {
            if (step == CriticalStep.COMMITTED) {
                run(then);
            }
        });
    }

    private interface SqlRunnable {
        void run() throws Exception;
    }

    private static void run(SqlRunnable what) {
        try {
            what.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertTakenBack(CriticalWrites node, String... statements) throws Exception {
        List<String> before = scene.all(Side.OLD);
        assertThatThrownBy(() -> node.write(List.of(account(1, 2, 3), rows("entry", 1, 2)), sql(statements)))
                .isInstanceOf(CriticalWriteRefused.class)
                .hasMessageContaining("neither");
        assertThat(scene.all(Side.OLD)).isEqualTo(before);
        assertThat(scene.held(Side.OLD)).isEqualTo("0");
        scene.drain();
        assertThat(scene.all(Side.NEW)).isEqualTo(before);
    }

    @Nested
    class InBothOrInNeither {

        @Test
        void a_write_is_in_both_when_it_returns_and_leaves_nothing_behind() throws Exception {
            CriticalWritten<Integer> written = scene.node("one")
                    .write(
                            List.of(account(1, 2), rows("entry", 1)),
                            sql(
                                    "UPDATE public.account SET amount = amount - 30 WHERE id = 1",
                                    "UPDATE public.account SET amount = amount + 30 WHERE id = 2",
                                    "INSERT INTO public.entry VALUES (1, 2, 30)"));

            assertThat(written).isEqualTo(new CriticalWritten<>(3, Extent.IN_BOTH));
            assertThat(scene.all(Side.OLD)).containsExactly("(1,ann,70)", "(2,bob,130)", "(1,2,30)");
            assertThat(scene.all(Side.NEW)).isEqualTo(scene.all(Side.OLD));
            assertThat(scene.journal(Side.OLD)).isEmpty();
            assertThat(scene.held(Side.OLD)).isEqualTo("0");
        }

        @Test
        void what_new_refuses_is_taken_back_whether_updated_inserted_deleted_or_moved_to_another_key()
                throws Exception {
            scene.databases.both("INSERT INTO account VALUES (3, 'cid', 5)");
            scene.drain();
            newRefuses();
            CriticalWrites node = scene.node("one");
            assertTakenBack(node, "UPDATE public.account SET amount = -1 WHERE id = 1");
            scene.databases.old("DELETE FROM account WHERE id = 3");
            scene.drain();
            assertTakenBack(
                    node,
                    "INSERT INTO public.account VALUES (3, 'dan', 1)",
                    "INSERT INTO public.entry VALUES (1, 3, 7), (2, 3, 2000)");
            assertTakenBack(
                    node,
                    "DELETE FROM public.account WHERE id = 1",
                    "UPDATE public.account SET id = 3, amount = -7 WHERE id = 2");
        }

        @Test
        void rows_that_foreign_keys_tie_come_back_in_the_order_that_they_need() throws Exception {
            scene.databases.both("INSERT INTO entry VALUES (1, 1, 5)");
            scene.drain();
            newRefuses();
            List<String> before = scene.all(Side.OLD);
            assertThatThrownBy(() -> scene.node("one")
                            .write(
                                    List.of(rows("entry", 1), account(1, 2)),
                                    sql(
                                            "DELETE FROM public.entry WHERE id = 1",
                                            "DELETE FROM public.account WHERE id = 1",
                                            "UPDATE public.account SET amount = -1 WHERE id = 2")))
                    .isInstanceOf(CriticalWriteRefused.class);
            assertThat(scene.all(Side.OLD)).isEqualTo(before);
        }

        @Test
        void an_error_of_the_work_is_the_callers_and_nothing_was_done() throws Exception {
            List<String> before = scene.all(Side.OLD);
            assertThatThrownBy(() -> scene.node("one")
                            .write(
                                    List.of(account(1)),
                                    sql("UPDATE public.account SET amount = 1 WHERE id = 1", "SELECT * FROM nowhere")))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
            assertThat(scene.all(Side.OLD)).isEqualTo(before);
            assertThat(scene.journal(Side.OLD)).isEmpty();
        }

        @Test
        void rows_that_were_not_named_are_not_written() throws Exception {
            scene.databases.both("ALTER TABLE entry DROP CONSTRAINT entry_account_fkey;"
                    + " ALTER TABLE entry ADD FOREIGN KEY (account) REFERENCES account ON DELETE CASCADE");
            scene.databases.both("INSERT INTO entry VALUES (1, 1, 5)");
            scene.drain();
            List<String> before = scene.all(Side.OLD);
            CriticalWrites node = scene.node("one");
            assertThatThrownBy(() -> node.write(List.of(account(1)), sql("UPDATE public.account SET amount = 1")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 rows of public.account");
            assertThatThrownBy(() -> node.write(List.of(account(1)), sql("DELETE FROM public.account WHERE id = 1")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 rows of public.entry");
            assertThatThrownBy(() -> node.write(List.of(rows("entry", 1)), sql("TRUNCATE public.entry")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> node.write(List.of(rows("other", 1)), sql()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not migrated");
            assertThat(scene.all(Side.OLD)).isEqualTo(before);
            assertThat(scene.journal(Side.OLD)).isEmpty();
        }

        @Test
        void before_new_is_kept_in_step_it_is_a_write_like_any_other() throws Exception {
            scene.publish(Phase.BACKFILLING);
            assertThat(scene.node("one")
                            .write(List.of(account(1)), amount(1, 7))
                            .extent())
                    .isEqualTo(Extent.ALONE);
            assertThat(scene.amount(Side.OLD, 1)).isEqualTo("7");
            assertThat(scene.amount(Side.NEW, 1)).isEqualTo("100");
        }

        /** What is deferred to the commit happens before the images are taken. */
        @Test
        void what_triggers_make_of_a_row_is_taken_back_too() throws Exception {
            scene.databases.old("""
                    CREATE FUNCTION more() RETURNS trigger LANGUAGE plpgsql AS $$
                      BEGIN UPDATE public.account SET owner = owner || '!' WHERE id = NEW.id AND owner NOT LIKE '%!';
                      RETURN NULL; END $$;
                    CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON account DEFERRABLE INITIALLY DEFERRED
                      FOR EACH ROW EXECUTE FUNCTION more()""");
            newRefuses();
            assertThatThrownBy(() -> scene.node("one").write(List.of(account(1)), amount(1, -1)))
                    .isInstanceOf(CriticalWriteRefused.class);
            assertThat(scene.amount(Side.OLD, 1)).isEqualTo("100");
            assertThat(scene.journal(Side.OLD)).containsExactly("TAKEN_BACK");
        }

        @Test
        void a_lock_on_new_that_does_not_go_away_in_time_takes_the_write_back() throws Exception {
            try (Connection holder = scene.databases.session(Side.NEW);
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("SELECT FROM account WHERE id = 1 FOR UPDATE");
                CriticalLimits hasty =
                        new CriticalLimits(LIMITS.lock(), Duration.ofMillis(300), LIMITS.lease(), LIMITS.persistence());
                assertThatThrownBy(() -> scene.node("one", hasty, step -> {}).write(List.of(account(1)), amount(1, 7)))
                        .isInstanceOf(CriticalWriteRefused.class);
            }
            scene.drain();
            assertThat(scene.amount(Side.OLD, 1)).isEqualTo("100");
            assertThat(scene.amount(Side.NEW, 1)).isEqualTo("100");
        }
    }

    @Nested
    class Meanwhile {

        @Test
        void another_critical_write_of_the_row_waits_and_builds_on_the_settled_row() throws Exception {
            CountDownLatch committed = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            newRefuses();
            CriticalWrites first = afterCommit(() -> {
                committed.countDown();
                assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
            });
            CriticalWrites second = scene.node("two");
            try (ExecutorService threads = Executors.newCachedThreadPool()) {
                Future<?> refused = threads.submit(() -> first.write(List.of(account(1)), amount(1, -5)));
                assertThat(committed.await(10, TimeUnit.SECONDS)).isTrue();
                // a reader of old sees it before it is settled, one that asks does not
                assertThat(scene.amount(Side.OLD, 1)).isEqualTo("-5");
                Future<Integer> read = threads.submit(() -> second.read(List.of(account(1)), reading(1)));
                Future<?> waits = threads.submit(() ->
                        second.write(List.of(account(1)), sql("UPDATE account SET amount = amount + 1 WHERE id = 1")));
                assertThat(second.write(List.of(account(2)), amount(2, 8)).extent())
                        .as("other rows are not held up")
                        .isEqualTo(Extent.IN_BOTH);
                assertThat(waits.isDone() || read.isDone()).isFalse();
                go.countDown();
                assertThatThrownBy(refused::get).hasCauseInstanceOf(CriticalWriteRefused.class);
                waits.get();
                assertThat(read.get()).isIn(100, 101);
            }
            assertThat(scene.amount(Side.OLD, 1)).isEqualTo("101");
            assertThat(scene.amount(Side.NEW, 1)).isEqualTo("101");
        }

        @Test
        void whoever_waits_too_long_is_told_and_did_nothing() throws Exception {
            CriticalLimits hasty =
                    new CriticalLimits(Duration.ofMillis(200), LIMITS.apply(), LIMITS.lease(), LIMITS.persistence());
            CriticalWrites second = scene.node("two", hasty, step -> {});
            CriticalWrites first = afterCommit(() -> {
                assertThatThrownBy(() -> second.write(List.of(account(1)), amount(1, 5)))
                        .isInstanceOf(CriticalRowsBusy.class)
                        .hasMessageContaining("Nothing was done");
                assertThatThrownBy(() -> second.read(List.of(account(1)), reading(1)))
                        .isInstanceOf(CriticalRowsBusy.class);
            });
            first.write(List.of(account(1)), amount(1, 4));
            assertThat(scene.amount(Side.NEW, 1)).isEqualTo("4");
        }

        @Test
        void a_client_that_overwrites_the_row_is_not_overwritten() throws Exception {
            newRefuses();
            CriticalWrites node = afterCommit(() -> scene.databases.old("UPDATE account SET amount = 55 WHERE id = 1"));
            assertThatThrownBy(() -> node.write(List.of(account(1, 2)), sql("UPDATE account SET amount = -9")))
                    .isInstanceOf(CriticalWriteOpen.class)
                    .hasMessageContaining("others have built on it");
            assertThat(scene.amount(Side.OLD, 1)).isEqualTo("55");
            assertThat(scene.amount(Side.OLD, 2)).as("all rows or none").isEqualTo("-9");
            assertThat(scene.opened).extracting(OpenWrite::reason).containsExactly(OpenReason.CHANGED_BY_OTHERS);
            assertThat(node.open().getFirst().rows()).containsExactly("public.account 1", "public.account 2");

            // its rows are free; it closes when both sides have what stands
            node.write(List.of(account(2)), amount(2, 9));
            scene.letLeasesPass();
            assertThat(node.recover()).isEqualTo(new Recovered(0, 1));
            scene.drain();
            scene.letLeasesPass();
            assertThat(node.recover()).isEqualTo(new Recovered(1, 0));
            assertThat(scene.closed).containsExactly(CriticalOutcome.STANDS);
            assertThat(scene.all(Side.NEW)).isEqualTo(scene.all(Side.OLD));
            assertThat(node.open()).isEmpty();
        }

        /** The same values, but somebody was told that his write succeeded. */
        @Test
        void even_one_that_writes_the_same_values_is_not_overwritten() throws Exception {
            newRefuses();
            CriticalWrites node = afterCommit(() -> scene.databases.old("UPDATE account SET amount = -9 WHERE id = 1"));
            assertThatThrownBy(() -> node.write(List.of(account(1)), amount(1, -9)))
                    .isInstanceOf(CriticalWriteOpen.class);
            assertThat(scene.amount(Side.OLD, 1)).isEqualTo("-9");
        }

        @Test
        void rows_of_others_are_not_deleted_with_the_row_that_they_refer_to() throws Exception {
            scene.databases.both("ALTER TABLE entry DROP CONSTRAINT entry_account_fkey;"
                    + " ALTER TABLE entry ADD FOREIGN KEY (account) REFERENCES account ON DELETE CASCADE");
            newRefuses();
            CriticalWrites node = afterCommit(() -> scene.databases.old("INSERT INTO entry VALUES (9, 3, 1)"));
            assertThatThrownBy(() -> node.write(List.of(account(3)), sql("INSERT INTO account VALUES (3, 'eve', -1)")))
                    .isInstanceOf(CriticalWriteOpen.class)
                    .hasMessageContaining("refer to");
            assertThat(scene.databases.value(Side.OLD, "SELECT count(*) FROM entry WHERE id = 9"))
                    .isEqualTo("1");
        }

        @Test
        void a_reader_of_new_sees_it_only_when_it_is_there_and_a_plain_writer_is_held_up_for_no_longer_than_the_work()
                throws Exception {
            CriticalWrites node = afterCommit(() -> {
                assertThat(scene.amount(Side.NEW, 1)).isEqualTo("100");
                scene.databases.old("SET lock_timeout = '100ms'; UPDATE account SET owner = 'amy' WHERE id = 1");
            });
            node.write(List.of(account(1)), amount(1, 3));
            assertThat(scene.databases.value(Side.NEW, "SELECT owner || amount FROM account WHERE id = 1"))
                    .isEqualTo("amy3");
        }

        private static dev.theseus.jdbc.postgres.SqlWork<Integer> reading(int id) {
            return connection -> Integer.valueOf(dev.theseus.jdbc.postgres.Run.texts(
                            connection, "SELECT amount FROM public.account WHERE id = " + id)
                    .getFirst());
        }
    }

    @Nested
    class TakingBackFails {

        private CriticalWrites node;

        /** The name that the write gave up is somebody else's now. */
        @BeforeEach
        void fail() throws SQLException {
            newRefuses();
            node = afterCommit(() -> scene.databases.old("INSERT INTO account VALUES (7, 'ann', 1)"));
            assertThatThrownBy(() -> node.write(
                            List.of(account(1)), sql("UPDATE account SET owner = 'eve', amount = -1 WHERE id = 1")))
                    .isInstanceOf(CriticalWriteOpen.class)
                    .hasMessageContaining("23505")
                    .hasMessageContaining("account_owner_key")
                    .hasMessageNotContaining("ann");
        }

        @Test
        void it_stays_open_alerts_each_time_and_is_taken_back_when_it_can_be() throws Exception {
            assertThat(scene.opened).hasSize(1);
            assertThat(node.recover().left()).isLessThanOrEqualTo(1);
            scene.letLeasesPass();
            scene.opened.clear();
            CriticalWrites other = scene.node("two");
            assertThat(other.recover()).isEqualTo(new Recovered(0, 1));
            assertThat(scene.opened)
                    .singleElement()
                    .satisfies(o -> assertThat(o.reason()).isEqualTo(OpenReason.TAKING_BACK_FAILS))
                    .satisfies(o -> assertThat(o.tries()).isGreaterThan(1))
                    .satisfies(o -> assertThat(o.node()).isEqualTo("one"));

            scene.databases.old("DELETE FROM account WHERE id = 7");
            scene.letLeasesPass();
            assertThat(other.recover()).isEqualTo(new Recovered(1, 0));
            assertThat(scene.closed).containsExactly(CriticalOutcome.TAKEN_BACK);
            assertThat(scene.databases.value(Side.OLD, "SELECT owner || amount FROM account WHERE id = 1"))
                    .isEqualTo("ann100");
            assertThat(other.open()).isEmpty();
            scene.drain();
            assertThat(scene.all(Side.NEW)).isEqualTo(scene.all(Side.OLD));
        }

        @Test
        void its_rows_stay_its_own_and_others_are_told_at_once() throws Exception {
            assertThatThrownBy(() -> scene.node("two").write(List.of(account(1)), amount(1, 5)))
                    .isInstanceOf(CriticalRowsBusy.class)
                    .hasMessageContaining("open");
            assertThat(scene.node("two")
                            .write(List.of(account(2)), amount(2, 5))
                            .extent())
                    .isEqualTo(Extent.IN_BOTH);
        }
    }

    @Nested
    class AuthorityMoves {

        private void toNew() throws SQLException {
            scene.databases.old("SELECT setval('theseus.epoch', 2)");
            scene.databases.target("SELECT setval('theseus.epoch', 2)");
        }

        @Test
        void with_authority_on_new_the_roles_are_exchanged() throws Exception {
            // what stands in old only, as long as nothing prepares a cutover
            scene.databases.target(PgCapture.ddl(Side.OLD));
            scene.databases.target(dev.theseus.jdbc.board.PgBoards.ddl(Side.OLD));
            for (TablePlan table : scene.tables) {
                PgCapture.capture(scene.databases.on(Side.NEW), LockPatience.DEFAULT)
                        .install(table);
            }
            toNew();
            CriticalWrites node = scene.node("one");
            publishOnNew();
            assertThat(node.write(List.of(account(1)), amount(1, 42)).extent()).isEqualTo(Extent.IN_BOTH);
            assertThat(scene.amount(Side.OLD, 1)).isEqualTo("42");
            assertThat(scene.amount(Side.NEW, 1)).isEqualTo("42");

            scene.databases.old("ALTER TABLE account ADD CHECK (amount >= 0)");
            assertThatThrownBy(() -> node.write(List.of(account(1)), amount(1, -1)))
                    .isInstanceOf(CriticalWriteRefused.class);
            assertThat(scene.amount(Side.NEW, 1)).isEqualTo("42");
            assertThat(scene.amount(Side.OLD, 1)).isEqualTo("42");
            assertThat(scene.journal(Side.NEW)).containsExactly("TAKEN_BACK");
            assertThat(scene.databases.value(Side.NEW, "SELECT count(*) > 0 FROM theseus.change_log"))
                    .as("the relay of this direction hears of it")
                    .isEqualTo("t");
        }

        /** The control plane publishes to both databases. */
        private void publishOnNew() {
            dev.theseus.jdbc.board.PgBoards.board(scene.databases.on(Side.NEW))
                    .publish(
                            new dev.theseus.domain.routing.Rollout(
                                    9,
                                    new dev.theseus.domain.database.Epoch(2),
                                    Phase.RAMPING,
                                    dev.theseus.domain.routing.RolloutPolicy.NOBODY),
                            scene.tables);
        }

        @Test
        void a_write_that_travelled_before_authority_moved_is_confirmed() throws Exception {
            CriticalWrites node = afterCommit(() -> {
                scene.drain();
                toNew();
            });
            assertThat(node.write(List.of(account(1)), amount(1, 43)).extent()).isEqualTo(Extent.IN_BOTH);
            assertThat(scene.amount(Side.NEW, 1)).isEqualTo("43");
            assertThat(scene.held(Side.OLD)).isEqualTo("0");
        }

        @Test
        void one_that_did_not_is_open_and_old_is_not_written() throws Exception {
            CriticalWrites node = afterCommit(this::toNew);
            assertThatThrownBy(() -> node.write(List.of(account(1)), amount(1, 43)))
                    .isInstanceOf(CriticalWriteOpen.class)
                    .hasMessageContaining("authority moved");
            assertThat(scene.amount(Side.OLD, 1)).isEqualTo("43");
            assertThat(scene.opened).extracting(OpenWrite::reason).containsExactly(OpenReason.AUTHORITY_LEFT);
        }
    }

    @Test
    void two_nodes_lose_nothing_of_what_they_add_to_one_row() throws Exception {
        CriticalWrites one = scene.node("one");
        CriticalWrites two = scene.node("two");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> added = new java.util.ArrayList<>();
            for (int i = 0; i < 4; i++) {
                CriticalWrites node = i % 2 == 0 ? one : two;
                added.add(threads.submit(() -> {
                    int done = 0;
                    for (int n = 0; n < 10; n++) {
                        try {
                            node.write(
                                    List.of(account(1)),
                                    sql("UPDATE public.account SET amount = amount + 1 WHERE id = 1"));
                            done++;
                        } catch (CriticalRowsBusy busy) {
                            assertThat(busy).hasMessageContaining("Nothing was done");
                        }
                    }
                    return done;
                }));
            }
            int sum = 100;
            for (Future<Integer> each : added) {
                sum += each.get();
            }
            assertThat(sum).isGreaterThan(100);
            assertThat(scene.amount(Side.OLD, 1)).isEqualTo(Integer.toString(sum));
            assertThat(scene.amount(Side.NEW, 1)).isEqualTo(Integer.toString(sum));
        }
    }

    @Test
    void a_pool_that_gives_sessions_out_in_a_stricter_isolation_works_too() throws Exception {
        HikariDataSource old = scene.pool(scene.databases.url(Side.OLD), "TRANSACTION_SERIALIZABLE");
        CriticalWrites node = PgCriticals.writes("one", old, scene.pool(scene.databases.url(Side.NEW)))
                .build();
        newRefuses();
        node.write(List.of(account(1)), amount(1, 5));
        assertThatThrownBy(() -> node.write(List.of(account(1)), amount(1, -5)))
                .isInstanceOf(CriticalWriteRefused.class);
        assertThat(scene.amount(Side.OLD, 1)).isEqualTo("5");
        assertThat(scene.amount(Side.NEW, 1)).isEqualTo("5");
    }

    /** Text forms depend on settings; what comes back must not. */
    @Test
    void values_of_every_kind_come_back_exactly_whatever_the_service_has_set() throws Exception {
        String columns = "id int PRIMARY KEY, n numeric, f float8, b bytea, i interval, t timestamptz, d date, j json,"
                + " k jsonb, a text[], m money, c char(5), x int GENERATED ALWAYS AS (id * 2) STORED,"
                + " y int GENERATED ALWAYS AS IDENTITY, p point, ok boolean, \"odd '\"\"\\name\" text, s text";
        TablePlan kinds = scene.table("kinds", columns, List.of("id", "n"));
        scene.publish(Phase.DUAL_WRITING);
        scene.databases.old("""
                SET DateStyle = 'ISO, YMD';
                INSERT INTO kinds (id, n, f, b, i, t, d, j, k, a, m, c, p, ok, s) VALUES
                  (1, 1.500, 0.1::float8 + 0.2, '\\x00ff', '1 mon 2 days 03:04:05.678901', '2024-02-29 23:59:59.123456+11',
                   '2024-03-04', '{"b": 1,  "a": 2, "a": 3}', '{"z": 1e400}', ARRAY['a,b', NULL, '"'], 12.34, 'x',
                   '(1,2)', true, ''),
                  (2, 'NaN', 'Infinity', NULL, NULL, 'infinity', '-infinity', 'null', 'null', '{}', NULL, NULL, NULL, NULL,
                   E'back\\\\slash')""");
        scene.databases.old("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET IntervalStyle = ''sql_standard''',"
                + " current_database()); EXECUTE format('ALTER DATABASE %I SET extra_float_digits = -5',"
                + " current_database()); EXECUTE format('ALTER DATABASE %I SET bytea_output = ''escape''',"
                + " current_database()); EXECUTE format('ALTER DATABASE %I SET TimeZone = ''Asia/Tokyo''',"
                + " current_database()); END $$");
        scene.drain();
        scene.databases.target("ALTER TABLE kinds ADD CHECK (id <> 3 AND n <> 7)");
        String bytes = "SELECT encode(sha256(record_send(q)), 'hex') FROM kinds q ORDER BY id";
        List<String> before = scene.databases.rows(Side.OLD, bytes);
        CriticalWrites node = scene.node("one");
        AtomicInteger runs = new AtomicInteger();

        for (String change : List.of(
                "UPDATE kinds SET n = 7, f = 1, b = 'z', i = NULL, t = now(), d = now(), j = '1', k = '1', a = NULL,"
                        + " m = 1, c = 'q', p = NULL, ok = false, s = 'u', \"odd '\"\"\\name\" = 'w'",
                "UPDATE kinds SET id = 3 WHERE id = 1",
                "DELETE FROM kinds; INSERT INTO kinds (id) VALUES (3)")) {
            assertThatThrownBy(() -> node.write(List.of(rows("kinds", 1, 2, 3)), connection -> {
                        assertThat(Run.texts(connection, "SHOW IntervalStyle")).containsExactly("sql_standard");
                        assertThat(Run.texts(connection, "SHOW search_path")).containsExactly("\"$user\", public");
                        runs.incrementAndGet();
                        return sql(change).on(connection);
                    }))
                    .as(change)
                    .isInstanceOf(CriticalWriteRefused.class);
            assertThat(scene.databases.rows(Side.OLD, bytes)).as(change).isEqualTo(before);
        }
        assertThat(runs.get()).isEqualTo(3);
        assertThat(kinds.number()).isEqualTo(3);
    }
}

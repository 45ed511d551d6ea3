package dev.theseus.jdbc.gateway;

import static dev.theseus.jdbc.gateway.GatewayScene.everybody;
import static dev.theseus.jdbc.gateway.GatewayScene.nameOf;
import static dev.theseus.jdbc.gateway.GatewayScene.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.Written.OnTarget;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a node does while authority moves, and before it has seen that it has. */
class MovingAuthorityTest {

    private static final RequestContext ANN = RequestContext.of("ann");
    private static final Epoch SECOND = new Epoch(2);

    private GatewayScene scene;

    /** It looks once when it starts, and after that only if it has a reason to. */
    private Gateway unaware;

    private OneTransaction onOld;
    private OneTransaction onTarget;

    @BeforeEach
    void open() throws SQLException {
        scene = GatewayScene.create();
        scene.rows(3);
        scene.fence();
        scene.publish(Phase.RAMPING, everybody());
        unaware = scene.node(unaware("unaware", Duration.ofSeconds(5)));
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private GatewaySettings unaware(String name, Duration movePatience) {
        GatewaySettings usual = GatewayScene.settings(name);
        return new GatewaySettings(
                name,
                "shop",
                Duration.ofHours(1),
                usual.readLimit(),
                usual.writeLimit(),
                usual.breaker(),
                usual.readsAtOnce(),
                usual.writesAtOnce(),
                usual.shadowsAtOnce(),
                Duration.ZERO,
                movePatience,
                usual.grace());
    }

    private Epoch epochOf(Gateway node) {
        return node.snapshot().rollout().epoch();
    }

    private Written<Integer> name(Gateway node, int id, String name) throws SQLException {
        return node.write(scene.row(id), naming(id, name), naming(id, name));
    }

    @Test
    void a_write_of_a_node_that_does_not_know_yet_is_done_on_new_within_the_call() throws SQLException {
        scene.moveAuthority();
        assertThat(epochOf(unaware)).isEqualTo(Epoch.FIRST);

        Written<Integer> written = name(unaware, 1, "one");

        assertThat(written.target()).isEqualTo(OnTarget.APPLIED);
        assertThat(written.token().epoch()).isEqualTo(SECOND);
        assertThat(scene.on(Side.NEW, 1)).isEqualTo("one");
        assertThat(scene.on(Side.OLD, 1)).isEqualTo("name 1");
        assertThat(epochOf(unaware)).isEqualTo(SECOND);
        assertThat(unaware.counts().writes()).isEqualTo(1);
    }

    @Test
    void writes_that_new_fails_while_it_has_authority_are_counted_and_those_that_it_refuses_are_not()
            throws SQLException {
        scene.moveAuthority();
        name(unaware, 1, "one");
        assertThat(unaware.counts().failures().writes()).isZero();
        SqlWork<Integer> missing = c -> c.createStatement().executeUpdate("UPDATE no_such_table SET a = 1");

        assertThatThrownBy(() -> unaware.write(scene.row(1), missing, missing)).isInstanceOf(SQLException.class);

        assertThat(unaware.counts().failures().writes()).isEqualTo(1);
    }

    @Test
    void and_on_old_again_after_the_way_back() throws SQLException {
        scene.moveAuthority();
        name(unaware, 1, "one");
        scene.moveAuthority();

        Written<Integer> written = name(unaware, 2, "two");

        assertThat(written.token().epoch()).isEqualTo(new Epoch(3));
        assertThat(scene.on(Side.OLD, 2)).isEqualTo("two");
        assertThat(scene.on(Side.NEW, 2)).as("dual writes go on").isEqualTo("two");
    }

    @Test
    void a_token_says_the_epoch_that_the_write_was_made_in_whatever_the_node_believes() throws SQLException {
        scene.moveAuthority();
        scene.moveAuthority();
        assertThat(epochOf(unaware)).isEqualTo(Epoch.FIRST);

        assertThat(name(unaware, 1, "one").token().epoch()).isEqualTo(new Epoch(3));
    }

    @Test
    void a_node_sees_by_itself_that_authority_moved() throws SQLException {
        Gateway node = scene.node("one");
        scene.moveAuthority();

        Awaitility.await().until(() -> epochOf(node).equals(SECOND));
        assertThat(name(node, 1, "one").target()).isEqualTo(OnTarget.APPLIED);
        Awaitility.await()
                .untilAsserted(() -> assertThat(scene.databases.rows(Side.NEW, "SELECT node FROM theseus.gateway_node"))
                        .contains("(one)"));
        scene.moveAuthority();
        Awaitility.await().until(() -> epochOf(node).equals(new Epoch(3)));
    }

    @Test
    void a_node_that_starts_after_the_cutover_goes_to_new_at_once() throws SQLException {
        scene.moveAuthority();

        Gateway late = scene.node(unaware("late", Duration.ofSeconds(1)));

        assertThat(epochOf(late)).isEqualTo(SECOND);
        assertThat(late.<String>read(ANN, scene.row(1), c -> "of old", c -> "of new"))
                .isEqualTo("of new");
    }

    @Test
    void while_nobody_has_authority_a_write_waits_for_it_and_a_read_does_not() throws Exception {
        scene.takeAuthorityAway();
        AtomicInteger refused = new AtomicInteger();
        SqlWork<Integer> counted = session -> {
            refused.incrementAndGet();
            return naming(1, "one").on(session);
        };
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Written<Integer>> writing =
                    threads.submit(() -> unaware.write(scene.row(1), counted, naming(1, "one")));
            Awaitility.await().until(() -> refused.get() == 1);
            assertThat(unaware.read(RequestContext.ANONYMOUS, scene.row(2), nameOf(2), nameOf(2)))
                    .isEqualTo("name 2");
            assertThat(writing.isDone()).isFalse();

            scene.giveAuthority();

            assertThat(writing.get().token().epoch()).isEqualTo(SECOND);
        }
        assertThat(refused.get()).isEqualTo(1);
        assertThat(scene.on(Side.NEW, 1)).isEqualTo("one");
    }

    @Test
    void a_write_does_not_wait_for_ever() throws SQLException {
        Gateway hasty = scene.node(unaware("hasty", Duration.ofMillis(50)));
        scene.takeAuthorityAway();

        assertThatThrownBy(() -> name(hasty, 1, "one"))
                .isInstanceOf(AuthorityMoved.class)
                .hasMessageContaining("50 ms")
                .hasRootCauseInstanceOf(SQLException.class);

        scene.giveAuthority();
        assertThat(scene.on(Side.OLD, 1)).isEqualTo("name 1");
        assertThat(scene.on(Side.NEW, 1)).isEqualTo("name 1");
        name(hasty, 1, "one");
        assertThat(scene.on(Side.NEW, 1)).isEqualTo("one");
    }

    @Test
    void work_that_was_given_for_old_only_is_refused_before_and_after_the_node_knows() throws Exception {
        scene.moveAuthority();

        assertThatThrownBy(() -> unaware.write(scene.row(1), naming(1, "one"))).isInstanceOf(AuthorityMoved.class);
        name(unaware, 2, "two");
        assertThatThrownBy(() -> unaware.write(scene.row(1), naming(1, "one")))
                .isInstanceOf(AuthorityMoved.class)
                .hasMessageContaining("the same work for the new database");
        assertThatThrownBy(() -> unaware.writeBy(r -> List.of(scene.row(1)), () -> 1))
                .isInstanceOf(AuthorityMoved.class);

        assertThat(scene.on(Side.NEW, 1)).isEqualTo("name 1");
    }

    @Test
    void an_error_of_the_work_is_no_reason_to_repeat_it() throws SQLException {
        AtomicInteger onNew = new AtomicInteger();

        assertThatThrownBy(() -> unaware.<Integer>write(
                        scene.row(1),
                        session -> {
                            throw new SQLException("mine", "22012");
                        },
                        session -> onNew.incrementAndGet()))
                .hasMessage("mine");
        assertThat(onNew.get()).isZero();
    }

    @Test
    void a_reader_who_knows_of_a_write_in_a_later_epoch_sees_it_on_a_node_that_does_not() throws SQLException {
        Gateway writer = scene.node("writer");
        scene.moveAuthority();
        ConsistencyToken token = name(writer, 1, "one").token();
        assertThat(epochOf(unaware)).isEqualTo(Epoch.FIRST);

        assertThat(unaware.read(ANN.after(token), scene.row(1), nameOf(1), nameOf(1)))
                .isEqualTo("one");
        assertThat(epochOf(unaware)).isEqualTo(SECOND);
    }

    @Test
    void a_token_of_an_epoch_that_never_was_costs_two_looks_and_is_answered() throws SQLException {
        assertThat(unaware.read(
                        ANN.after(new ConsistencyToken(new Epoch(70), 1, java.util.Set.of())),
                        scene.row(1),
                        nameOf(1),
                        nameOf(1)))
                .isEqualTo("name 1");
    }

    @Test
    void a_node_that_knows_no_tables_goes_where_authority_is() throws SQLException {
        scene.databases.both("DELETE FROM theseus.routing; DELETE FROM theseus.routed_table");
        scene.moveAuthority();
        Gateway node = scene.node(unaware("ignorant", Duration.ofSeconds(1)));

        name(node, 1, "one");

        assertThat(node.read(ANN, scene.row(1), nameOf(1), nameOf(1))).isEqualTo("one");
    }

    @Test
    void a_table_that_is_not_migrated_stays_olds() throws SQLException {
        scene.databases.both("CREATE TABLE other (id int)");
        Touched other = Touched.rows(new dev.theseus.domain.database.TableName("public", "other"));
        scene.moveAuthority();
        name(unaware, 1, "one");

        unaware.write(other, c -> c.createStatement().execute("INSERT INTO public.other VALUES (1)"));

        assertThat(scene.databases.value(Side.OLD, "SELECT count(*) FROM other"))
                .isEqualTo("1");
    }

    @Test
    void a_gateway_that_was_closed_goes_on_where_authority_is() throws SQLException {
        scene.moveAuthority();
        name(unaware, 1, "one");
        unaware.close();

        name(unaware, 1, "uno");

        assertThat(scene.on(Side.NEW, 1)).isEqualTo("uno");
        assertThat(unaware.read(ANN, scene.row(1), nameOf(1), nameOf(1))).isEqualTo("uno");
    }

    @Nested
    class InTransactionsOfTheService {

        private Gateway node;
        private final AtomicInteger begun = new AtomicInteger();

        @BeforeEach
        void open() throws SQLException {
            onOld = OneTransaction.on(scene.pool(Side.OLD, 1));
            onTarget = OneTransaction.on(scene.pool(Side.NEW, 1));
            node = scene.node(Gateways.gateway(
                            unaware("transacting", Duration.ofSeconds(5)),
                            scene.pool(Side.OLD, 5),
                            scene.pool(Side.NEW, 5))
                    .transactions(new SideTransactions(onOld, onTarget)));
        }

        private Written<Integer> name(int id, String name) throws Exception {
            return node.writeBy(
                    r -> List.of(scene.row(id)),
                    () -> onOld.run(naming(id, name)),
                    () -> onTarget.run(naming(id, name)));
        }

        @Test
        void one_of_the_gateways_own_is_repeated_on_new() throws Exception {
            scene.moveAuthority();

            Written<Integer> written = name(1, "one");

            assertThat(written.target()).isEqualTo(OnTarget.APPLIED);
            assertThat(written.token().epoch()).isEqualTo(SECOND);
            assertThat(scene.on(Side.NEW, 1)).isEqualTo("one");
        }

        @Test
        void one_of_the_callers_is_not() throws Exception {
            scene.moveAuthority();
            onOld.begin();

            assertThatThrownBy(() -> name(1, "one"))
                    .isInstanceOf(AuthorityMoved.class)
                    .hasMessageContaining("repeat the whole transaction");
            onOld.rollback();
        }

        @Test
        void one_of_the_callers_on_the_wrong_side_is_refused_before_anything_is_written_beside_it() throws Exception {
            scene.moveAuthority();
            name(2, "two");
            onOld.begin();

            assertThatThrownBy(() -> name(1, "one")).isInstanceOf(AuthorityMoved.class);

            onOld.rollback();
            assertThat(scene.on(Side.NEW, 1)).isEqualTo("name 1");
        }

        @Test
        void one_of_the_callers_on_new_is_joined_and_its_reads_see_its_writes() throws Exception {
            scene.moveAuthority();
            name(2, "two");
            onTarget.begin();

            assertThat(name(1, "one").target()).isEqualTo(OnTarget.PENDING);
            assertThat(node.readBy(ANN, scene.row(1), () -> "of old", () -> onTarget.run(nameOf(1))))
                    .isEqualTo("one");
            assertThat(scene.on(Side.NEW, 1)).isEqualTo("name 1");
            onTarget.commit();
            assertThat(scene.on(Side.NEW, 1)).isEqualTo("one");
        }

        @Test
        void several_writes_in_one_call_are_done_again_together() throws Exception {
            scene.moveAuthority();
            Callable<Integer> both = () -> {
                begun.incrementAndGet();
                name(1, "one");
                return name(2, "two").result();
            };

            assertThat(node.writeBy(r -> List.of(), both, both).token().epoch()).isEqualTo(SECOND);

            assertThat(begun.get()).isEqualTo(2);
            assertThat(scene.on(Side.NEW, 1)).isEqualTo("one");
            assertThat(scene.on(Side.NEW, 2)).isEqualTo("two");
            assertThat(scene.on(Side.OLD, 1)).isEqualTo("name 1");
        }

        /** As a framework passes on what another listener of the commit throws. */
        @Test
        void what_has_committed_is_never_repeated() throws Exception {
            IllegalStateException listeners = new IllegalStateException("a listener's", refusal());

            assertThatThrownBy(() -> node.writeBy(
                            r -> List.of(scene.row(1)),
                            () -> {
                                onOld.register(session -> null, () -> {
                                    throw listeners;
                                });
                                return onOld.run(naming(1, "one"));
                            },
                            begun::incrementAndGet))
                    .isSameAs(listeners);

            assertThat(begun.get()).isZero();
            assertThat(scene.on(Side.OLD, 1)).isEqualTo("one");
        }

        @Test
        void what_was_refused_at_the_commit_is_repeated() throws Exception {
            AtomicInteger onNew = new AtomicInteger();
            scene.moveAuthority();

            node.writeBy(
                    r -> List.of(scene.row(1)),
                    () -> {
                        // as a persistence context that is written at the commit only
                        onOld.register(session -> null, () -> {});
                        onOld.beforeCommit(naming(1, "one"));
                        return 1;
                    },
                    () -> {
                        onNew.incrementAndGet();
                        return onTarget.run(naming(1, "one"));
                    });

            assertThat(onNew.get()).isEqualTo(1);
            assertThat(scene.on(Side.NEW, 1)).isEqualTo("one");
        }
    }

    private static SQLException refusal() {
        return new SQLException("written elsewhere", Fencing.REFUSED);
    }

    @Test
    void a_refusal_is_found_however_it_is_wrapped() {
        SQLException batch = new java.sql.BatchUpdateException("batch", Fencing.REFUSED, new int[0]);

        assertThat(Refusal.isIn(new IllegalStateException(new RuntimeException(refusal()))))
                .isTrue();
        assertThat(Refusal.isIn(batch)).isTrue();
        assertThat(Refusal.isIn(new IllegalStateException(new SQLException("other", "23505"))))
                .isFalse();
    }
}

package dev.theseus.jdbc.gateway;

import static dev.theseus.jdbc.gateway.GatewayScene.everybody;
import static dev.theseus.jdbc.gateway.GatewayScene.nameOf;
import static dev.theseus.jdbc.gateway.GatewayScene.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.jdbc.gateway.GatewayMeters.DualWrite;
import dev.theseus.jdbc.gateway.GatewayMeters.Fallback;
import dev.theseus.jdbc.gateway.Written.OnTarget;
import dev.theseus.jdbc.guard.Breaker;
import dev.theseus.jdbc.postgres.SqlWork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("alone")
class FailingDatabasesTest {

    private static final RequestContext ANN = RequestContext.of("ann");

    /** Both limits are 250 and 500 ms; the rest is for a busy machine. */
    private static final Duration WITHIN_THE_LIMIT = Duration.ofMillis(1_500);

    private GatewayScene scene;
    private final Heard heard = new Heard();

    /** What the gateway said. */
    private static final class Heard implements GatewayMeters {
        final ConcurrentLinkedQueue<Fallback> fallbacks = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<DualWrite> dualWrites = new ConcurrentLinkedQueue<>();

        @Override
        public void fallback(Fallback reason) {
            fallbacks.add(reason);
        }

        @Override
        public void dualWrite(DualWrite outcome, long nanos) {
            dualWrites.add(outcome);
        }
    }

    @BeforeEach
    void open() throws SQLException {
        scene = GatewayScene.create();
        scene.rows(10);
        scene.publish(Phase.RAMPING, everybody());
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private Gateway node(HikariDataSource target) {
        return node(GatewayScene.settings("one"), scene.pool(Side.OLD, 10), target);
    }

    private Gateway node(GatewaySettings settings, HikariDataSource old, HikariDataSource target) {
        Gateway gateway = scene.node(Gateways.gateway(settings, old, target).meters(heard));
        scene.seenBy(gateway);
        return gateway;
    }

    private static <T> T within(Duration limit, Callable<T> call) throws Exception {
        long begun = System.nanoTime();
        T result = call.call();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(limit);
        return result;
    }

    private void assertReadFallsBackAndWriteIsLeft(Gateway gateway) throws Exception {
        assertThat(within(WITHIN_THE_LIMIT, () -> gateway.read(ANN, scene.row(1), nameOf(1), nameOf(1))))
                .isEqualTo("name 1");
        assertThat(within(WITHIN_THE_LIMIT, () -> gateway.write(scene.row(1), naming(1, "written")))
                        .target())
                .isEqualTo(OnTarget.LEFT_TO_RELAY);
        assertThat(scene.on(Side.OLD, 1)).isEqualTo("written");
        assertThat(gateway.counts()).isEqualTo(new NodeReports.NodeCounts(0, 0, 1, 1, 1, 0, 0, 0));
    }

    private static SqlWork<String> after(double seconds, SqlWork<String> work) {
        return session -> {
            try (var statement = session.createStatement()) {
                statement.execute("SELECT pg_sleep(" + seconds + ")");
            }
            return work.on(session);
        };
    }

    @Nested
    class New {

        @Test
        void refuses_connections() throws Exception {
            int free;
            try (ServerSocket socket = new ServerSocket(0)) {
                free = socket.getLocalPort();
            }
            assertReadFallsBackAndWriteIsLeft(node(scene.pool("jdbc:postgresql://localhost:" + free + "/x", 5)));
        }

        @Test
        void takes_connections_and_never_answers() throws Exception {
            try (ServerSocket hole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                assertReadFallsBackAndWriteIsLeft(
                        node(scene.pool("jdbc:postgresql://127.0.0.1:" + hole.getLocalPort() + "/x", 5)));
            }
        }

        @Test
        void does_not_even_take_connections() throws Exception {
            try (ServerSocket full = fullOfOthers()) {
                assertReadFallsBackAndWriteIsLeft(
                        node(scene.pool("jdbc:postgresql://127.0.0.1:" + full.getLocalPort() + "/x", 5)));
            }
        }

        /** A port whose queue is full: the kernel drops what knocks. */
        private ServerSocket fullOfOthers() throws IOException {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            for (int i = 0; i < 3; i++) {
                java.nio.channels.SocketChannel knock = java.nio.channels.SocketChannel.open();
                knock.configureBlocking(false);
                knock.connect(socket.getLocalSocketAddress());
            }
            return socket;
        }

        @Test
        void is_slower_than_the_limit() throws Exception {
            Gateway gateway = node(scene.pool(Side.NEW, 5));

            assertThat(within(WITHIN_THE_LIMIT, () -> gateway.read(ANN, scene.row(1), nameOf(1), after(20, nameOf(1)))))
                    .isEqualTo("name 1");

            assertThat(heard.fallbacks).containsExactly(Fallback.TIME_LIMIT);
            assertThat(gateway.<String>read(ANN, scene.row(1), c -> "old", c -> "new"))
                    .isEqualTo("new");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> sleepers().isEmpty());
        }

        /** Statements that are still at work on the server. */
        private List<String> sleepers() throws Exception {
            try (Connection session = scene.databases.session(Side.NEW);
                    var statement = session.createStatement();
                    var rows = statement.executeQuery("SELECT query FROM pg_stat_activity "
                            + "WHERE datname = current_database() AND wait_event = 'PgSleep'")) {
                List<String> queries = new ArrayList<>();
                while (rows.next()) {
                    queries.add(rows.getString(1));
                }
                return queries;
            }
        }

        @Test
        void holds_the_lock_of_a_row_that_is_written() throws Exception {
            Gateway gateway = node(scene.pool(Side.NEW, 5));
            gateway.write(scene.row(1), naming(1, "first"));
            try (Connection other = scene.databases.session(Side.NEW)) {
                other.setAutoCommit(false);
                naming(1, "locked").on(other);

                assertThat(within(WITHIN_THE_LIMIT, () -> gateway.write(scene.row(1), naming(1, "written")))
                                .target())
                        .isEqualTo(OnTarget.LEFT_TO_RELAY);
                other.rollback();
            }
            assertThat(scene.on(Side.OLD, 1)).isEqualTo("written");
            // the apply that was given up may hold the lock for a moment more
            Awaitility.await()
                    .until(() -> gateway.write(scene.row(1), naming(1, "again")).target() == OnTarget.APPLIED);
        }

        @Test
        void has_no_session_left() throws Exception {
            HikariDataSource target = scene.pool(Side.NEW, 1);
            try (Connection taken = target.getConnection()) {
                assertThat(taken.isValid(1)).isTrue();
                assertReadFallsBackAndWriteIsLeft(node(target));
            }
        }

        @Test
        void refuses_the_row() throws Exception {
            scene.databases.target("ALTER TABLE item ADD CONSTRAINT short CHECK (length(name) < 10)");
            Gateway gateway = node(scene.pool(Side.NEW, 5));

            assertThat(gateway.write(scene.row(1), naming(1, "much too long")).target())
                    .isEqualTo(OnTarget.LEFT_TO_RELAY);

            assertThat(heard.dualWrites).containsExactly(DualWrite.NOT_TAKEN);
            assertThat(gateway.status().writes()).isEqualTo(Breaker.State.CLOSED);
        }

        @Test
        void is_busy_with_as_many_reads_as_are_allowed() throws Exception {
            GatewaySettings one = GatewayScene.settings("one");
            GatewaySettings settings = new GatewaySettings(
                    "one",
                    "shop",
                    one.look(),
                    Duration.ofSeconds(20),
                    one.writeLimit(),
                    one.breaker(),
                    1,
                    1,
                    1,
                    Duration.ZERO,
                    one.movePatience(),
                    one.grace());
            Gateway gateway = node(settings, scene.pool(Side.OLD, 5), scene.pool(Side.NEW, 5));
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch enough = new CountDownLatch(1);
            try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
                Future<String> first = threads.submit(() -> gateway.<String>read(ANN, scene.row(1), nameOf(1), c -> {
                    reading.countDown();
                    await(enough);
                    return "of new";
                }));
                reading.await();
                assertThat(gateway.<String>read(ANN, scene.row(1), c -> "of old", c -> "of new"))
                        .isEqualTo("of old");
                enough.countDown();
                assertThat(first.get()).isEqualTo("of new");
            }
            assertThat(heard.fallbacks).containsExactly(Fallback.BULKHEAD_FULL);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nested
    class Old {

        @Test
        void is_slow_and_the_caller_waits_for_it() throws Exception {
            Gateway gateway = node(scene.pool(Side.NEW, 5));
            // longer than the limit of reads from new
            assertThat(gateway.read(
                            ANN,
                            Touched.rows(new dev.theseus.domain.database.TableName("public", "plain")),
                            after(0.6, c -> "old"),
                            c -> "new"))
                    .isEqualTo("old");
            assertThat(heard.fallbacks).isEmpty();
        }

        @Test
        void holds_the_lock_of_a_row_so_its_writer_waits_and_readers_of_new_do_not() throws Exception {
            Gateway gateway = node(scene.pool(Side.NEW, 5));
            try (Connection other = scene.databases.session(Side.OLD);
                    ExecutorService writer = Executors.newSingleThreadExecutor()) {
                other.setAutoCommit(false);
                naming(1, "locked").on(other);
                Future<OnTarget> written = writer.submit(
                        () -> gateway.write(scene.row(1), naming(1, "written")).target());
                Awaitility.await()
                        .until(() -> scene.databases
                                .value(
                                        Side.OLD,
                                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                                + " AND datname = current_database()")
                                .equals("1"));

                assertThat(within(WITHIN_THE_LIMIT, () -> gateway.read(ANN, scene.row(2), nameOf(2), c -> "new")))
                        .isEqualTo("new");
                assertThat(written.isDone()).isFalse();
                other.rollback();

                assertThat(written.get()).isEqualTo(OnTarget.APPLIED);
            }
            assertThat(scene.on(Side.OLD, 1)).isEqualTo("written");
            assertThat(scene.on(Side.NEW, 1)).isEqualTo("written");
        }

        @Test
        void has_no_session_left_which_is_the_callers_error() throws Exception {
            HikariDataSource old = scene.pool(Side.OLD, 1);
            Gateway gateway = node(GatewayScene.settings("one"), old, scene.pool(Side.NEW, 5));
            try (Connection taken = old.getConnection()) {
                assertThat(taken.isValid(1)).isTrue();
                assertThatThrownBy(() -> gateway.write(scene.row(1), naming(1, "x")))
                        .isInstanceOf(SQLTransientConnectionException.class);
                assertThat(gateway.read(ANN, scene.row(1), nameOf(1), nameOf(1)))
                        .isEqualTo("name 1");
            }
            assertThat(scene.on(Side.NEW, 1)).isEqualTo("name 1");
        }

        /** Each of the writers holds a session of old while it waits for an apply that needs one. */
        @Test
        void has_all_its_sessions_held_by_those_who_wait_for_their_apply() throws Exception {
            HikariDataSource old = scene.pool(Side.OLD, 3);
            Gateway gateway = node(GatewayScene.settings("one"), old, scene.pool(Side.NEW, 5));
            List<Connection> taken = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                taken.add(old.getConnection());
            }
            OneTransaction transactions = new OneTransaction(taken.getFirst());
            Gateway inTransaction =
                    scene.node(Gateways.gateway(GatewayScene.settings("two"), old, scene.pool(Side.NEW, 5))
                            .transactions(new SideTransactions(transactions, ServiceTransactions.COMMITTED_BY_WORK))
                            .meters(heard));
            // it looks at the board through the same pool, so it knows nothing: as long as nothing is free, nobody does
            assertThat(inTransaction.snapshot()).isEqualTo(RoutingSnapshot.NONE);
            taken.get(1).close();
            taken.get(2).close();
            scene.seenBy(inTransaction);
            taken.set(1, old.getConnection());
            taken.set(2, old.getConnection());

            Written<Integer> written = within(
                    WITHIN_THE_LIMIT,
                    () -> inTransaction.writeBy(r -> List.of(scene.row(1)), () -> transactions.run(naming(1, "x"))));

            assertThat(written.target()).isEqualTo(OnTarget.LEFT_TO_RELAY);
            for (Connection each : taken) {
                each.close();
            }
            assertThat(scene.on(Side.OLD, 1)).isEqualTo("x");
            assertThat(gateway.write(scene.row(1), naming(1, "y")).target()).isEqualTo(OnTarget.APPLIED);
        }
    }

    @Nested
    class TheBreaker {

        private static final GatewaySettings.Breaker QUICK =
                new GatewaySettings.Breaker(50, 80, Duration.ofMillis(200), 20, Duration.ofMillis(200), 3);

        private Gateway node(String name) {
            return FailingDatabasesTest.this.node(
                    GatewayScene.settings(name).withBreaker(QUICK), scene.pool(Side.OLD, 5), scene.pool(Side.NEW, 5));
        }

        @Test
        void takes_all_nodes_back_to_old_and_to_new_again_and_says_so() throws Exception {
            Gateway one = node("one");
            Gateway two = node("two");
            scene.databases.target("ALTER TABLE item RENAME TO gone");
            Awaitility.await().until(() -> {
                assertThat(one.read(ANN, scene.row(1), nameOf(1), nameOf(1))).isEqualTo("name 1");
                return scene.reports.words(10).stream().anyMatch(w -> w.kind() == NodeWord.Kind.READS_FAILED);
            });
            Awaitility.await().until(() -> two.snapshot().standing().suspended().contains("one"));
            assertThat(two.<String>read(ANN, scene.row(1), c -> "of old", c -> "of new"))
                    .isEqualTo("of old");
            assertThat(two.counts().fallbacks()).isZero();
            assertThat(scene.reports.words(1).getFirst().detail()).contains("42P01");

            scene.databases.target("ALTER TABLE gone RENAME TO item");
            Awaitility.await()
                    .until(() -> one.<String>read(ANN, scene.row(1), c -> "of old", c -> "of new")
                            .equals("of new"));
            Awaitility.await()
                    .until(() -> two.<String>read(ANN, scene.row(1), c -> "of old", c -> "of new")
                            .equals("of new"));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(scene.reports.words(10))
                            .extracting(NodeWord::kind)
                            .startsWith(NodeWord.Kind.READS_FAILED)
                            .endsWith(NodeWord.Kind.READS_RECOVERED));
        }

        /** Else a node that a load balancer has taken out would keep all others from new for ever. */
        @Test
        void closes_without_any_request() throws Exception {
            Gateway one = node("one");
            for (int i = 0; i < 20; i++) {
                one.<String>read(ANN, scene.row(1), c -> "of old", c -> {
                    throw new SQLException("for a while", "08006");
                });
            }
            Awaitility.await().until(() -> one.status().reads() == Breaker.State.CLOSED);
            Awaitility.await()
                    .until(() -> scene.reports.nodes().stream().allMatch(n -> n.reads() == NodeReports.Reads.WORKING));
        }

        @Test
        void of_dual_writes_opens_by_their_failures_alone_and_writes_go_on() throws Exception {
            Gateway one = scene.node(Gateways.gateway(
                            GatewayScene.settings("one").withBreaker(QUICK),
                            scene.pool(Side.OLD, 5),
                            scene.pool(Side.NEW, 5))
                    .meters(heard)
                    .applier(applier -> new FailingApplier()));
            scene.seenBy(one);
            for (int i = 0; i < 30; i++) {
                assertThat(one.write(scene.row(1), naming(1, "name " + i)).target())
                        .isEqualTo(OnTarget.LEFT_TO_RELAY);
            }
            assertThat(heard.dualWrites).startsWith(DualWrite.FAILED).contains(DualWrite.BREAKER_OPEN);
            assertThat(one.status().reads()).isEqualTo(Breaker.State.CLOSED);
            assertThat(scene.on(Side.OLD, 1)).isEqualTo("name 29");
        }
    }
}

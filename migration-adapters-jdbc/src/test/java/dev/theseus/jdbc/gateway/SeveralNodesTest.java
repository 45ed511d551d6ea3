package dev.theseus.jdbc.gateway;

import static dev.theseus.jdbc.gateway.GatewayScene.everybody;
import static dev.theseus.jdbc.gateway.GatewayScene.nameOf;
import static dev.theseus.jdbc.gateway.GatewayScene.naming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several nodes at once, with the relay slow and new failing now and then. */
@Tag("alone")
class SeveralNodesTest {

    private static final GatewaySettings.Breaker NEVER_OPENS =
            new GatewaySettings.Breaker(100, 100, Duration.ofSeconds(30), 1_000, Duration.ofMillis(100), 3);

    /** Of each thread; -Dtheseus.writes=10000 for the long run. */
    private static final int WRITES = Integer.getInteger("theseus.writes", 1_000);

    private final long seed = Long.getLong("theseus.seed", new Random().nextLong());
    private GatewayScene scene;

    @BeforeEach
    void open() throws SQLException {
        scene = GatewayScene.create();
        scene.publish(Phase.RAMPING, everybody());
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    /** Fails a share of the applies, half of these after they have been done. */
    private static final class Unreliable implements Applier {

        private final Applier applier;
        private final double share;
        private final Random random;

        Unreliable(Applier applier, double share, long seed) {
            this.applier = applier;
            this.share = share;
            this.random = new Random(seed);
        }

        @Override
        public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
            double drawn = random.nextDouble();
            if (drawn < share / 2) {
                throw failure();
            }
            ApplyOutcome outcome = applier.apply(table, keys, patience);
            if (drawn < share) {
                throw failure();
            }
            return outcome;
        }

        private static DatabaseUnavailable failure() {
            return new DatabaseUnavailable(Side.NEW, "apply", new SQLException("planted", "08006"));
        }

        @Override
        public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
            return applier.removeVanished(table, patience);
        }
    }

    /** The relay's, half a second late. */
    private record Late(Applier applier) implements Applier {

        @Override
        public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            return applier.apply(table, keys, patience);
        }

        @Override
        public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
            return applier.removeVanished(table, patience);
        }
    }

    private List<Gateway> nodes(int count, double failing) {
        List<Gateway> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long own = seed + i;
            Gateway node = scene.node(Gateways.gateway(
                            GatewayScene.settings("node " + i)
                                    .withBreaker(NEVER_OPENS)
                                    .withLimits(Duration.ofSeconds(2), Duration.ofSeconds(2)),
                            scene.pool(Side.OLD, 10),
                            scene.pool(Side.NEW, 10))
                    .applier(applier -> new Unreliable(applier, failing, own)));
            scene.seenBy(node);
            nodes.add(node);
        }
        return nodes;
    }

    private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(tasks)) {
                results.add(each.get());
            }
            return results;
        }
    }

    private Applier reliable() {
        return PgAppliers.applier(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW), ApplyLimits.DEFAULT);
    }

    @Test
    void nobody_misses_an_own_write_on_any_node_however_late_the_relay_is() throws Exception {
        List<Gateway> nodes = nodes(3, 0.2);
        scene.relay(new Late(reliable()));
        AtomicInteger blind = new AtomicInteger();
        List<Callable<Integer>> pairs = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int number = thread;
            pairs.add(() -> writeThenRead(nodes, number, blind));
        }

        List<Integer> stale = atOnce(pairs);

        assertThat(stale).as("stale reads, seed %d", seed).containsOnly(0);
        long fromNew = nodes.stream().mapToLong(n -> n.counts().readsNew()).sum();
        assertThat(fromNew).as("or nothing was at stake").isGreaterThan(2L * WRITES);
        assertThat(blind.get()).as("who carries no token misses some").isPositive();
    }

    private Integer writeThenRead(List<Gateway> nodes, int thread, AtomicInteger blind) throws SQLException {
        Random random = new Random(seed + 100 + thread);
        int stale = 0;
        RequestContext context = RequestContext.of("subject " + thread);
        for (int i = 0; i < WRITES; i++) {
            int id = thread * 10 + random.nextInt(10);
            String name = thread + "-" + i;
            Written<Integer> written = node(nodes, random).write(scene.row(id), naming(id, name));
            RequestContext after = RequestContext.of("subject " + thread).after(written.token());
            if (!node(nodes, random)
                    .read(after, scene.row(id), nameOf(id), nameOf(id))
                    .equals(name)) {
                stale++;
            }
            if (i % 20 == 0
                    && !node(nodes, random)
                            .read(context, scene.row(id), nameOf(id), nameOf(id))
                            .equals(name)) {
                blind.incrementAndGet();
            }
        }
        return stale;
    }

    private static Gateway node(List<Gateway> nodes, Random random) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    @Test
    void two_writers_of_one_key_on_two_nodes_leave_both_databases_the_same() throws Exception {
        List<Gateway> nodes = nodes(2, 0.3);
        Relay relay = scene.relay(new Unreliable(reliable(), 0.1, seed));
        List<Callable<Integer>> writers = new ArrayList<>();
        for (Gateway node : nodes) {
            writers.add(() -> {
                for (int i = 0; i < WRITES; i++) {
                    node.write(scene.row(1), naming(1, node.node() + " " + i));
                }
                return 0;
            });
        }
        atOnce(writers);

        assertThat(relay.awaitDrained(List.of(scene.item), Duration.ofSeconds(30)))
                .isEqualTo(Relay.Drain.DRAINED);
        assertThat(scene.on(Side.NEW, 1)).as("seed %d", seed).isEqualTo(scene.on(Side.OLD, 1));
        assertThat(nodes).allSatisfy(n -> assertThat(n.counts().writesLeft()).isBetween(WRITES / 5L, WRITES - 1L));
    }

    @Test
    void the_rollout_grows_under_traffic_without_a_failed_or_bouncing_request() throws Exception {
        scene.rows(10);
        List<Gateway> nodes = nodes(2, 0);
        int subjects = 20_000;
        Side[] last = new Side[subjects];
        for (double percentage : new double[] {1, 5, 10, 50, 100}) {
            scene.publish(Phase.RAMPING, everybody().withPercentage(percentage));
            scene.seenBy(nodes.toArray(Gateway[]::new));
            List<Callable<Integer>> readers = new ArrayList<>();
            for (int part = 0; part < 2; part++) {
                int first = part * (subjects / 2);
                Gateway node = nodes.get(part);
                readers.add(() -> fromNew(node, last, first, first + subjects / 2));
            }
            // the other node sees every second half of the subjects next time
            java.util.Collections.reverse(nodes);
            int onNew = atOnce(readers).stream().mapToInt(Integer::intValue).sum();
            assertThat(100.0 * onNew / subjects).isBetween(percentage - 1, percentage + 1);
        }
        assertThat(nodes).allSatisfy(n -> assertThat(n.counts().fallbacks()).isZero());
    }

    /** Routed to work that says who it is, so that this many are quick. */
    private int fromNew(Gateway node, Side[] last, int from, int to) throws Exception {
        int onNew = 0;
        for (int subject = from; subject < to; subject++) {
            Side side =
                    node.readBy(RequestContext.of("subject " + subject), scene.row(1), () -> Side.OLD, () -> Side.NEW);
            assertThat(last[subject] == Side.NEW && side == Side.OLD)
                    .as("bounced back")
                    .isFalse();
            last[subject] = side;
            onNew += side == Side.NEW ? 1 : 0;
            if (subject % 500 == 0) {
                int id = 1 + subject % 10;
                node.write(scene.row(id), naming(id, "name " + id));
                assertThat(node.read(RequestContext.of("subject " + subject), scene.row(id), nameOf(id), nameOf(id)))
                        .isEqualTo("name " + id);
            }
        }
        return onNew;
    }
}

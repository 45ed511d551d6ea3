package dev.theseus.jdbc.gateway;

import static dev.theseus.jdbc.gateway.GatewayScene.everybody;
import static dev.theseus.jdbc.gateway.GatewayScene.nameOf;
import static dev.theseus.jdbc.gateway.GatewayScene.naming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.testing.KillableServer;
import dev.theseus.jdbc.testing.TestDatabases;
import dev.theseus.jdbc.verify.PgVerifications;
import dev.theseus.jdbc.verify.Repairs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills new's server under 200 requests a second on two nodes, and starts it again after ten seconds, or as many as are
 * asked for.
 */
@Tag("alone")
class KilledTargetTest {

    private static final int EVERY_MILLIS = 5;
    private static final int ROWS = 200;
    private static final Duration NORMAL = Duration.ofSeconds(2);
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("theseus.away", 10));

    @TempDir
    private Path directory;

    private final ConcurrentLinkedQueue<Throwable> failed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ReadTime> reads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();

    private record ReadTime(long at, long nanos) {}

    @Test
    @SuppressWarnings("try") // closing the scene may be interrupted
    void no_request_fails_and_everything_is_in_order_afterwards() throws Exception {
        try (KillableServer old = new KillableServer(directory.resolve("old"), "on");
                KillableServer target = new KillableServer(directory.resolve("new"), "on");
                GatewayScene scene = new GatewayScene(TestDatabases.at(old.url(), target.url()))) {
            scene.rows(ROWS);
            Applier applier =
                    PgAppliers.applier(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW), ApplyLimits.DEFAULT);
            Relay relay = scene.relay(applier);
            scene.publish(Phase.RAMPING, everybody());
            List<Gateway> nodes = List.of(scene.node("one"), scene.node("two"));
            scene.seenBy(nodes.toArray(Gateway[]::new));

            try (ScheduledExecutorService traffic = Executors.newScheduledThreadPool(16)) {
                Random random = new Random(1);
                java.util.concurrent.Future<?> pulse = traffic.scheduleAtFixedRate(
                        () -> {
                            int id = 1 + random.nextInt(ROWS);
                            boolean write = random.nextInt(10) < 3;
                            Gateway node = nodes.get(random.nextInt(2));
                            traffic.execute(() -> request(scene, node, id, write));
                        },
                        0,
                        EVERY_MILLIS,
                        TimeUnit.MILLISECONDS);
                long begun = System.nanoTime();
                pass(NORMAL.multipliedBy(2));
                long killed = System.nanoTime();
                target.kill();
                pass(AWAY);
                long back = System.nanoTime();
                target.start();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(15))
                        .until(() -> kinds(scene).contains(NodeWord.Kind.READS_RECOVERED));
                pass(Duration.ofSeconds(1));
                assertThat(pulse.isDone()).isFalse();
                traffic.shutdown();
                assertThat(traffic.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

                assertThat(failed).isEmpty();
                assertThat(requests.get()).isGreaterThan(2_500);
                long normal = p99(begun + NORMAL.toNanos(), killed);
                long away = p99(killed + TimeUnit.SECONDS.toNanos(1), back);
                System.out.printf("p99 of reads: normal %d us, away %d us%n", normal / 1000, away / 1000);
                // whoever waited for the pool has waited longer, however busy the machine is with other things
                assertThat(away).isLessThan(Math.max(3 * normal, TimeUnit.MILLISECONDS.toNanos(150)));
            }
            assertThat(kinds(scene)).startsWith(NodeWord.Kind.READS_FAILED).contains(NodeWord.Kind.READS_RECOVERED);
            assertThat(relay.awaitDrained(List.of(scene.item), Duration.ofSeconds(20)))
                    .isEqualTo(Relay.Drain.DRAINED);
            VerificationReport report = PgVerifications.verification(
                            scene.databases.on(Side.OLD),
                            scene.databases.on(Side.NEW),
                            new Repairs(scene.log(), applier, relay),
                            VerificationSettings.DEFAULT,
                            Rest.NONE)
                    .verify(List.of(scene.item), table -> {});
            assertThat(report.divergences() + report.repaired() + report.unsettled())
                    .isZero();
            assertThat(report.rowsCompared()).isEqualTo(ROWS);
            assertThat(nodes).allSatisfy(n -> assertThat(n.counts().fallbacks()).isPositive());
        }
    }

    private static List<NodeWord.Kind> kinds(GatewayScene scene) {
        return scene.reports.words(100).stream().map(NodeWord::kind).toList();
    }

    private static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        Awaitility.await().atMost(time.plusSeconds(5)).until(() -> System.nanoTime() > until);
    }

    private void request(GatewayScene scene, Gateway node, int id, boolean write) {
        requests.incrementAndGet();
        try {
            if (write) {
                node.write(scene.row(id), naming(id, "name of " + System.nanoTime()));
            } else {
                long begun = System.nanoTime();
                node.read(RequestContext.of("s" + id), scene.row(id), nameOf(id), nameOf(id));
                reads.add(new ReadTime(begun, System.nanoTime() - begun));
            }
        } catch (Exception e) {
            failed.add(e);
        }
    }

    private long p99(long from, long to) {
        List<Long> times = new ArrayList<>();
        for (ReadTime each : reads) {
            if (each.at > from && each.at < to) {
                times.add(each.nanos);
            }
        }
        Collections.sort(times);
        return times.get(times.size() * 99 / 100);
    }
}

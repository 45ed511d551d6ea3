package dev.theseus.jdbc.gateway;

import static dev.theseus.jdbc.gateway.GatewayScene.nameOf;
import static dev.theseus.jdbc.gateway.GatewayScene.naming;
import static dev.theseus.jdbc.gateway.GatewayScene.shadowing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.jdbc.gateway.GatewayMeters.Check;
import dev.theseus.jdbc.gateway.GatewayMeters.Shadow;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShadowReadsTest {

    private static final RequestContext ANN = RequestContext.of("ann");

    private GatewayScene scene;
    private final ConcurrentLinkedQueue<Shadow> shadows = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Check> checks = new ConcurrentLinkedQueue<>();

    private final GatewayMeters meters = new GatewayMeters() {
        @Override
        public void shadow(Shadow outcome) {
            shadows.add(outcome);
        }

        @Override
        public void check(Check outcome) {
            checks.add(outcome);
        }
    };

    @BeforeEach
    void open() throws SQLException {
        scene = GatewayScene.create();
        scene.rows(10);
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private Gateway node(GatewaySettings settings, RolloutPolicy policy) {
        scene.publish(Phase.SHADOWING, policy);
        Gateway gateway = scene.node(Gateways.gateway(settings, scene.pool(Side.OLD, 5), scene.pool(Side.NEW, 5))
                .meters(meters));
        scene.seenBy(gateway);
        return gateway;
    }

    private Gateway shadowed() {
        return node(GatewayScene.settings("one"), shadowing(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitShadows(Shadow... expected) {
        Awaitility.await().untilAsserted(() -> assertThat(shadows).containsExactly(expected));
    }

    @Test
    void answers_that_are_alike_are_counted() throws SQLException {
        Gateway gateway = shadowed();
        assertThat(gateway.read(ANN, scene.row(1), nameOf(1), nameOf(1))).isEqualTo("name 1");

        awaitShadows(Shadow.ALIKE);
        assertThat(gateway.counts().shadowed()).isEqualTo(1);
    }

    @Test
    void a_row_that_differs_is_told_by_its_key_and_repaired() throws SQLException {
        Gateway gateway = shadowed();
        scene.databases.target("UPDATE item SET name = 'secret' WHERE id = 7");

        gateway.read(ANN, scene.row(7), nameOf(7), nameOf(7));

        awaitShadows(Shadow.MISMATCH);
        assertThat(gateway.counts().mismatches()).isEqualTo(1);
        Awaitility.await().until(() -> !scene.reports.words(1).isEmpty());
        NodeWord word = scene.reports.words(1).getFirst();
        assertThat(word.kind()).isEqualTo(NodeWord.Kind.MISMATCH);
        assertThat(word.detail()).contains("public.item").contains("key 7").doesNotContain("secret");
        scene.relay();
        Awaitility.await().until(() -> scene.on(Side.NEW, 7).equals("name 7"));
    }

    /** The change stands in the log all the while, and arrives while the shadow is looked at again. */
    @Test
    void a_row_whose_change_is_still_in_the_log_only_lags() throws Exception {
        Gateway gateway = shadowed();
        scene.databases.old("UPDATE item SET name = 'changed' WHERE id = 1");
        CountDownLatch differed = new CountDownLatch(1);
        gateway.read(ANN, scene.row(1), nameOf(1), session -> {
            String answer = nameOf(1).on(session);
            differed.countDown();
            return answer;
        });
        differed.await();
        scene.relay();

        awaitShadows(Shadow.LAGGING);
        assertThat(gateway.counts().lagging()).isEqualTo(1);
        assertThat(gateway.counts().mismatches()).isZero();
        assertThat(scene.reports.words(1)).isEmpty();
    }

    @Test
    void answers_that_differ_though_the_rows_do_not_are_told_and_nothing_is_repaired() throws SQLException {
        Gateway gateway = shadowed();

        gateway.<String>read(ANN, scene.row(1), nameOf(1), session -> "wrongly mapped");

        awaitShadows(Shadow.MISMATCH);
        assertThat(scene.log().newest(java.util.Set.of(1))).isZero();
    }

    @Test
    void what_is_too_much_at_once_is_dropped_and_nobody_waits() throws SQLException {
        GatewaySettings one = GatewayScene.settings("one");
        Gateway gateway = node(
                new GatewaySettings(
                        "one",
                        "shop",
                        one.look(),
                        Duration.ofSeconds(20),
                        one.writeLimit(),
                        one.breaker(),
                        4,
                        4,
                        1,
                        Duration.ZERO,
                        one.movePatience(),
                        one.grace()),
                shadowing(1));
        CountDownLatch enough = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            gateway.<String>read(ANN, scene.row(1), c -> "same", c -> {
                await(enough);
                return "same";
            });
        }
        assertThat(shadows).containsExactly(Shadow.DROPPED, Shadow.DROPPED);
        enough.countDown();
        awaitShadows(Shadow.DROPPED, Shadow.DROPPED, Shadow.ALIKE);
    }

    @Test
    void a_shadow_that_fails_is_nobodys_failure() throws SQLException {
        Gateway gateway = shadowed();
        scene.databases.target("ALTER TABLE item RENAME TO gone");

        assertThat(gateway.read(ANN, scene.row(1), nameOf(1), nameOf(1))).isEqualTo("name 1");

        awaitShadows(Shadow.FAILED);
    }

    @Test
    void rows_are_compared_after_a_write() throws SQLException {
        RolloutPolicy all = GatewayScene.everybody();
        Gateway gateway = node(
                GatewayScene.settings("one"),
                new RolloutPolicy(
                        0,
                        all.segments(),
                        all.regions(),
                        all.services(),
                        Switch.ON,
                        Switch.OFF,
                        0,
                        1,
                        all.maximumLag()));
        scene.relay();
        gateway.write(scene.row(1), naming(1, "one"));

        Awaitility.await().untilAsserted(() -> assertThat(checks).containsExactly(Check.EQUAL));
    }

    /** Rows that only one side has, too. */
    @Test
    void the_background_comparison_finds_what_nobody_reads() throws SQLException {
        scene.databases.target("UPDATE item SET name = 'other' WHERE id <= 5; INSERT INTO item VALUES (11, 'extra')");
        scene.relay();
        node(GatewayScene.settings("one").withChecks(Duration.ofMillis(5)), RolloutPolicy.NOBODY);

        Awaitility.await()
                .until(() -> scene.on(Side.NEW, 11).equals("null")
                        && scene.on(Side.NEW, 1).equals("name 1")
                        && scene.on(Side.NEW, 5).equals("name 5"));
        assertThat(checks).contains(Check.MISMATCH, Check.EQUAL);
    }

    @Test
    void arrays_and_collections_are_compared_by_value() {
        assertThat(ReadComparison.BY_VALUE.alike(new int[] {1}, new int[] {1})).isTrue();
        assertThat(ReadComparison.BY_VALUE.alike(List.of(Optional.of(1)), List.of(Optional.of(2))))
                .isFalse();
    }
}

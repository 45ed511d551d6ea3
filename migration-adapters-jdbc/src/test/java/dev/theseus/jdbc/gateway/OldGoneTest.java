package dev.theseus.jdbc.gateway;

import static dev.theseus.jdbc.gateway.GatewayScene.everybody;
import static dev.theseus.jdbc.gateway.GatewayScene.nameOf;
import static dev.theseus.jdbc.gateway.GatewayScene.naming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.testing.KillableServer;
import dev.theseus.jdbc.testing.TestDatabases;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old's server is killed after the cutover. */
@Tag("alone")
class OldGoneTest {

    private static final RequestContext ANN = RequestContext.of("ann");

    /** Many looks, and some signs of life. */
    private static final Duration LONG = Duration.ofSeconds(3);

    @TempDir
    private Path directory;

    @Test
    @SuppressWarnings("try") // closing the scene may be interrupted
    void nodes_do_not_notice_and_new_ones_start() throws Exception {
        try (KillableServer old = new KillableServer(directory.resolve("old"), "on");
                KillableServer target = new KillableServer(directory.resolve("new"), "on");
                GatewayScene scene = new GatewayScene(TestDatabases.at(old.url(), target.url()))) {
            scene.rows(3);
            scene.fence();
            scene.publish(Phase.RAMPING, everybody());
            Gateway node = scene.node("one");
            scene.moveAuthority();
            Awaitility.await().until(() -> node.snapshot().rollout().epoch().equals(new Epoch(2)));

            old.kill();

            long end = System.nanoTime() + LONG.toNanos();
            for (int i = 0; System.nanoTime() < end; i++) {
                writeAndRead(scene, node, "name " + i);
            }
            assertThat(node.status().sinceLook()).isLessThan(Duration.ofSeconds(1));
            Gateway late = scene.node("late");
            writeAndRead(scene, late, "late");
            Awaitility.await().until(() -> scene.reports.nodes().size() == 2);
            scene.publish(Phase.RAMPING, everybody());
            scene.seenBy(node, late);
            scene.reports.say("one", NodeWord.Kind.MISMATCH, "a word of old's first, and of new's if old is away");
            assertThat(scene.reports.words(10)).singleElement().satisfies(word -> {
                assertThat(word.id()).isNegative();
                scene.reports.taken(java.util.List.of(word));
            });
            assertThat(scene.reports.words(10)).isEmpty();
        }
    }

    private static void writeAndRead(GatewayScene scene, Gateway node, String name) throws SQLException {
        Written<Integer> written = node.write(scene.row(1), naming(1, name), naming(1, name));
        assertThat(node.read(ANN.after(written.token()), scene.row(1), nameOf(1), nameOf(1)))
                .isEqualTo(name);
        assertThat(scene.on(Side.NEW, 1)).isEqualTo(name);
    }
}

package dev.theseus.jdbc.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.authority.HandoverOutcome.Moved;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.KillableServer;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills each server at the steps of handovers there and back, one after the other, and starts it again on its files.
 */
class HandoverOutlivesServersTest {

    /** Those between which something is different on one of the disks, or somebody else is held. */
    private static final List<HandoverStep> STEPS = List.of(
            HandoverStep.FENCED,
            HandoverStep.SEQUENCES_MOVED,
            HandoverStep.TAKING,
            HandoverStep.TAKEN,
            HandoverStep.GIVING);

    private static final Duration IN_THE_END = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private static void killAndStart(KillableServer server) {
        try {
            server.kill();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whicheverServerDiesAtWhateverStepOneSideHasAuthorityInTheEndAndNothingIsLost() throws Exception {
        try (KillableServer old = new KillableServer(directory.resolve("old"), "on");
                KillableServer target = new KillableServer(directory.resolve("new"), "on");
                HandoverScene scene = new HandoverScene(TestDatabases.at(old.url(), target.url()))) {
            scene.databases.both("CHECKPOINT");
            List<String> written = new ArrayList<>();
            long epoch = 1;
            for (HandoverStep step : STEPS) {
                for (KillableServer victim : List.of(old, target)) {
                    Side side = new Epoch(epoch).direction().source();
                    String name = step + (victim == old ? " old" : " new") + " in " + epoch;
                    scene.write(side, name.replace(" ", "_"));
                    written.add(name.replace(" ", "_"));
                    hand(scene, epoch, step, victim);
                    epoch++;
                    assertAuthority(scene, side.other(), epoch);
                }
            }
            Side last = new Epoch(epoch).direction().source();
            scene.write(last, "last");
            written.add("last");
            scene.assertEqual(last, written.toArray(String[]::new));
        }
    }

    /** A pool may still hold sessions of the server that died; who looks is told so, and looks again. */
    private static void assertAuthority(HandoverScene scene, Side side, long epoch) {
        Awaitility.await()
                .atMost(IN_THE_END)
                .ignoreExceptionsInstanceOf(DatabaseUnavailable.class)
                .untilAsserted(() -> scene.assertAuthority(side, epoch));
    }

    /** Calls until it is known that authority has moved, as its caller does. */
    private static void hand(HandoverScene scene, long from, HandoverStep step, KillableServer victim) {
        AtomicBoolean isKilled = new AtomicBoolean();
        Awaitility.await().atMost(IN_THE_END).until(() -> {
            try {
                HandoverOutcome outcome = scene.handover(reached -> {
                            if (reached == step && isKilled.compareAndSet(false, true)) {
                                killAndStart(victim);
                            }
                        })
                        .hand(new Epoch(from), scene.tables, HandoverScene.BUDGET);
                return outcome instanceof Moved moved && moved.epoch().number() == from + 1;
            } catch (DatabaseUnavailable e) {
                return false;
            }
        });
        assertThat(isKilled).isTrue();
    }
}

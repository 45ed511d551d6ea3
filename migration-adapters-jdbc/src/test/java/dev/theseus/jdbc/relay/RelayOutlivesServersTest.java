package dev.theseus.jdbc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.relay.Relay;
import dev.theseus.jdbc.testing.KillableServer;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills each server at once, with the relay at work, and starts it again on its files. The old one runs with
 * synchronous_commit = off, as many a service has it: it forgets commits that clients have already seen.
 */
class RelayOutlivesServersTest {

    @TempDir
    private Path directory;

    private static void killAndStart(KillableServer server) throws IOException {
        server.kill();
        server.start();
    }

    @Test
    void aKilledServerThatComesBackIsCaughtUpWith() throws Exception {
        try (KillableServer old = new KillableServer(directory.resolve("old"), "off");
                KillableServer target = new KillableServer(directory.resolve("new"), "on");
                RelayScene scene = new RelayScene(TestDatabases.at(old.url(), target.url()))) {
            scene.table("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
            scene.databases.old("CHECKPOINT");
            Relay relay = scene.relay(RelayScene.QUICK);
            scene.databases.old("INSERT INTO item SELECT i, 'before' FROM generate_series(1, 5000) i");
            killAndStart(target);
            scene.databases.old("UPDATE item SET name = 'while new was away' WHERE id % 2 = 0");
            scene.assertDrained(relay);
            scene.assertEqual();

            scene.databases.old("UPDATE item SET name = 'before old went' WHERE id % 3 = 0");
            killAndStart(old);
            scene.databases.old("DELETE FROM item WHERE id % 5 = 0");
            scene.assertDrained(relay);
            scene.assertEqual();
            assertThat(scene.log().setAside(10)).isEmpty();
        }
    }
}

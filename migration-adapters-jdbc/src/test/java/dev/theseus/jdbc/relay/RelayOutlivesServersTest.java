package dev.theseus.jdbc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.relay.Relay;
import dev.theseus.jdbc.testing.TestDatabases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
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

    /** A server whose files and port stay. */
    private static final class Server implements AutoCloseable {
        private final Path files;
        private final int port;
        private EmbeddedPostgres running;

        private final String synchronousCommit;

        Server(Path files, String synchronousCommit) throws IOException {
            this.files = files;
            this.synchronousCommit = synchronousCommit;
            try (ServerSocket free = new ServerSocket(0)) {
                this.port = free.getLocalPort();
            }
            this.running = start();
        }

        private EmbeddedPostgres start() throws IOException {
            return EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(files)
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", synchronousCommit)
                    .start();
        }

        String url() {
            return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
        }

        /** By its process id, at once, without a checkpoint. */
        void killAndStart() throws IOException {
            long pid = Long.parseLong(Files.readAllLines(files.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
            server.onExit().join();
            // finds nothing to stop any more, but lets go of the directory
            running.close();
            running = start();
        }

        @Override
        public void close() {
            try {
                running.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aKilledServerThatComesBackIsCaughtUpWith() throws Exception {
        try (Server old = new Server(directory.resolve("old"), "off");
                Server target = new Server(directory.resolve("new"), "on");
                RelayScene scene = new RelayScene(TestDatabases.at(old.url(), target.url()))) {
            scene.table("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
            scene.databases.old("CHECKPOINT");
            Relay relay = scene.relay(RelayScene.QUICK);
            scene.databases.old("INSERT INTO item SELECT i, 'before' FROM generate_series(1, 5000) i");
            target.killAndStart();
            scene.databases.old("UPDATE item SET name = 'while new was away' WHERE id % 2 = 0");
            scene.assertDrained(relay);
            scene.assertEqual();

            scene.databases.old("UPDATE item SET name = 'before old went' WHERE id % 3 = 0");
            old.killAndStart();
            scene.databases.old("DELETE FROM item WHERE id % 5 = 0");
            scene.assertDrained(relay);
            scene.assertEqual();
            assertThat(scene.log().setAside(10)).isEmpty();
        }
    }
}

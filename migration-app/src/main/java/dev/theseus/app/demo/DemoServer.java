package dev.theseus.app.demo;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Side;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One embedded server, which can be killed and started again on the same files and the same port. */
final class DemoServer implements AutoCloseable {

    private final Side side;
    private final Path directory;
    private EmbeddedPostgres server;

    private DemoServer(Side side, Path directory) {
        this.side = side;
        this.directory = directory;
        this.server = run(0);
    }

    /** @throws DatabaseUnavailable if it does not start */
    static DemoServer start(Side side, Path directory) {
        return new DemoServer(side, directory);
    }

    /** @param port to listen on; any that is free if 0 */
    private EmbeddedPostgres run(int port) {
        Path log = directory.resolve(side + ".log");
        try {
            Files.createDirectories(directory);
            return EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data())
                    .setCleanDataDirectory(false)
                    // closed by the demonstration itself, after its clients; a hook would not wait for them
                    .setRegisterShutdownHook(false)
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("shared_buffers", "256MB")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("max_wal_size", "4GB")
                    .setServerConfig("checkpoint_timeout", "15min")
                    .setServerConfig("logging_collector", "off")
                    .start();
        } catch (IOException e) {
            throw new DatabaseUnavailable(
                    side, "start an embedded server in " + directory + " (its log is " + log + ")", e);
        }
    }

    private Path data() {
        return directory.resolve(side.toString());
    }

    int port() {
        return server.getPort();
    }

    /** As {@code kill -9} does: by its process id, at once, without a checkpoint. */
    void kill() throws IOException {
        String pid = Files.readAllLines(data().resolve("postmaster.pid")).getFirst();
        ProcessHandle process = ProcessHandle.of(Long.parseLong(pid.strip()))
                .orElseThrow(() -> new IOException("The " + side + " server is not running"));
        // the first process first: it would only bring the others back
        var sessions = process.descendants().toList();
        process.destroyForcibly();
        sessions.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    /** Starts it after it was killed; it recovers from its log first. */
    void startAgain() throws IOException {
        int port = server.getPort();
        // finds nothing to stop any more, but lets go of the directory
        server.close();
        server = run(port);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Stopping an embedded server", e);
        }
    }
}

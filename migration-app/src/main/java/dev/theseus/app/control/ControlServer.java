package dev.theseus.app.control;

import dev.theseus.jdbc.control.ControlAddress;
import dev.theseus.jdbc.control.ControlConnections;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The server of one directory: finds it, takes it over, starts it, stops it. The caller holds the door. */
final class ControlServer {

    /** One that can't start says so at once; one on a busy disk takes its time. */
    private static final Duration TO_START = Duration.ofMinutes(1);

    private static final String USER = "postgres";

    private final ServerDirectory place;
    private final ServerPatience patience;

    /** Holds a lock in the data directory as long as it is not closed; only if this process started the server. */
    private @Nullable EmbeddedPostgres started;

    ControlServer(ServerDirectory place, ServerPatience patience) {
        this.place = place;
        this.patience = patience;
    }

    /** Where the server is, which runs when this returns. */
    ControlAddress run() {
        try {
            Optional<ControlAddress> running = running();
            return running.isPresent() ? running.get() : start();
        } catch (IOException failed) {
            throw new ControlServerFailed(
                    "The control server in " + place.root() + " can't be used: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ControlServerFailed("Interrupted while looking for the control server", interrupted);
        }
    }

    private Optional<ControlAddress> running() throws IOException, InterruptedException {
        Optional<ProcessHandle> process = process();
        if (process.isEmpty()) {
            Files.deleteIfExists(Postmaster.file(place.data()));
            return Optional.empty();
        }
        Optional<ControlAddress> answering = answering(process.get());
        if (answering.isEmpty()) {
            stop(process.get());
        }
        return answering;
    }

    private Optional<ProcessHandle> process() throws IOException {
        return Postmaster.of(place.data()).flatMap(Postmaster::process);
    }

    /** A server that is just coming up, or down, gets a little time. */
    private Optional<ControlAddress> answering(ProcessHandle process) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toAnswer().toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            Optional<Postmaster> postmaster = Postmaster.of(place.data());
            if (postmaster.isPresent() && isOurs(address(postmaster.get().port()))) {
                return Optional.of(address(postmaster.get().port()));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return Optional.empty();
    }

    private boolean isOurs(ControlAddress address) {
        return ControlConnections.dataDirectory(address)
                .filter(directory -> isData(Path.of(directory)))
                .isPresent();
    }

    private boolean isData(Path directory) {
        try {
            return Files.isSameFile(directory, place.data());
        } catch (IOException notThere) {
            return false;
        }
    }

    private ControlAddress address(int port) throws IOException {
        return new ControlAddress("jdbc:postgresql://localhost:" + port + "/postgres", USER, place.password());
    }

    private ControlAddress start() throws IOException {
        releaseOldLock();
        new CutOffStart(place.data()).clear();
        ServerDirectory.createForOwner(place.log());
        EmbeddedPostgres server;
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(place.data())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(TO_START)
                    // given after initdb's own "trust", and initdb takes the last: the server never runs without it
                    .setLocaleConfig("auth", "scram-sha-256")
                    .setLocaleConfig("pwfile", passwordFile())
                    .setConnectConfig("password", place.password())
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "localhost")
                    .setServerConfig("unix_socket_directories", "''")
                    .setServerConfig("max_connections", "60")
                    .setServerConfig("shared_buffers", "16MB")
                    .setOutputRedirector(
                            ProcessBuilder.Redirect.appendTo(place.log().toFile()))
                    .start();
        } catch (IOException | IllegalStateException failed) {
            throw new ControlServerFailed(StartFailure.explain(place, failed), failed);
        }
        started = server;
        return address(server.getPort());
    }

    private String passwordFile() throws IOException {
        place.password();
        return place.passwordFile().toString();
    }

    /** Stops the server in order. */
    void stop() {
        try {
            Optional<ProcessHandle> process = process();
            if (process.isPresent() && started == null) {
                stop(process.get());
            }
            releaseOldLock();
        } catch (IOException failed) {
            throw new ControlServerFailed("The control server in " + place.root() + " can't be stopped", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Also stops the server, if it still runs. */
    private void releaseOldLock() throws IOException {
        if (started != null) {
            started.close();
            started = null;
        }
    }

    private void stop(ProcessHandle server) throws IOException, InterruptedException {
        interrupt(server);
        try {
            server.onExit().get(patience.toStop().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stuck) {
            server.destroyForcibly();
            server.onExit().join();
        } catch (ExecutionException failed) {
            throw new IOException("Waiting for process " + server.pid() + " to end", failed);
        }
    }

    /** PostgreSQL's fast shutdown; where signals can't be sent by name, the slower one. */
    private static void interrupt(ProcessHandle server) throws InterruptedException {
        try {
            int answer = new ProcessBuilder(List.of("kill", "-INT", Long.toString(server.pid())))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (answer == 0) {
                return;
            }
        } catch (IOException noSuchProgram) {
            // the next line does
        }
        server.destroy();
    }
}

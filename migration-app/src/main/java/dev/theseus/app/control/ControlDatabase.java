package dev.theseus.app.control;

import dev.theseus.jdbc.control.ControlAddress;
import java.nio.file.Path;

/**
 * A control database that can be connected to until this is closed. By default a server of our own keeps its files in a
 * directory; all processes that use the directory share it, the first starts it and the last one stops it. A server
 * that outlived a killed process is taken over.
 */
public final class ControlDatabase implements AutoCloseable {

    private final ControlAddress address;
    private final Runnable leave;

    private ControlDatabase(ControlAddress address, Runnable leave) {
        this.address = address;
        this.leave = leave;
    }

    /** A server that somebody else looks after. */
    public static ControlDatabase at(ControlAddress address) {
        return new ControlDatabase(address, () -> {});
    }

    /**
     * The server of a directory, started if it does not run.
     *
     * @param directory is created if it does not exist; nobody but its owner can read it
     * @throws ControlServerFailed if the server can't be started; says what to do
     */
    public static ControlDatabase in(Path directory) {
        return in(directory, ServerPatience.USUAL);
    }

    /** The same, with another patience than the usual one. */
    static ControlDatabase in(Path directory, ServerPatience patience) {
        ServerUse use = ServerUse.join(ServerDirectory.of(directory), patience);
        return new ControlDatabase(use.address(), use::leave);
    }

    /** Where it is; holds a password, so it is for connecting, not for showing. */
    public ControlAddress address() {
        return address;
    }

    /** Stops the server if nobody else uses it. Connections are closed before. */
    @Override
    public void close() {
        leave.run();
    }
}

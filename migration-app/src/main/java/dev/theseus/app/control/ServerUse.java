package dev.theseus.app.control;

import dev.theseus.jdbc.control.ControlAddress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who uses the server of a directory. Between processes this is counted by locks on files, which the operating system
 * takes back from a killed process; within this process, where such locks don't exclude each other, by a number.
 */
final class ServerUse {

    private static final ReentrantLock HERE = new ReentrantLock();
    private static final Map<Path, ServerUse> BY_DIRECTORY = new HashMap<>();

    private final ServerDirectory place;
    private final ControlServer server;
    private int users;
    private @Nullable FileChannel shared;
    private @Nullable ControlAddress address;

    private ServerUse(ServerDirectory place, ServerPatience patience) {
        this.place = place;
        this.server = new ControlServer(place, patience);
    }

    /** @param patience of the first in this process who uses it */
    static ServerUse join(ServerDirectory place, ServerPatience patience) {
        HERE.lock();
        try {
            ServerUse use = BY_DIRECTORY.computeIfAbsent(place.root(), root -> new ServerUse(place, patience));
            use.behindTheDoor(use::enter);
            return use;
        } finally {
            HERE.unlock();
        }
    }

    /** Where the server is. */
    ControlAddress address() {
        HERE.lock();
        try {
            if (address == null) {
                throw new IllegalStateException("The control server in " + place.root() + " is not in use");
            }
            return address;
        } finally {
            HERE.unlock();
        }
    }

    /** Ends one use; the last one in all processes stops the server. */
    void leave() {
        HERE.lock();
        try {
            behindTheDoor(this::exit);
        } finally {
            HERE.unlock();
        }
    }

    private void enter() {
        address = server.run();
        if (users == 0) {
            share();
        }
        users++;
    }

    private void exit() {
        users--;
        if (users == 0 && isLastOfAll()) {
            server.stop();
        }
    }

    private void share() {
        try {
            shared = open(place.users());
            shared.lock(0, Long.MAX_VALUE, true);
        } catch (IOException failed) {
            throw lockFailed(failed);
        }
    }

    private boolean isLastOfAll() {
        try {
            if (shared != null) {
                shared.close();
                shared = null;
            }
            try (FileChannel channel = open(place.users());
                    FileLock alone = channel.tryLock()) {
                return alone != null;
            }
        } catch (IOException failed) {
            throw lockFailed(failed);
        }
    }

    /** Runs work while no other process starts, joins or stops the server. */
    private void behindTheDoor(Runnable work) {
        try (FileChannel door = open(place.door());
                FileLock held = door.lock()) {
            if (held.isValid()) {
                work.run();
            }
        } catch (IOException failed) {
            throw lockFailed(failed);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        ServerDirectory.createForOwner(file);
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private ControlServerFailed lockFailed(IOException cause) {
        return new ControlServerFailed("The control directory " + place.root() + " can't be locked", cause);
    }
}

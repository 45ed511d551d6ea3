package dev.theseus.domain.process;

import dev.theseus.domain.plan.MigrationId;
import java.util.Optional;

/** Lets one process at a time run a migration. What a dead process held is free at once. Safe for several threads. */
public interface RunLock {

    /**
     * Takes the lock without waiting.
     *
     * @return empty if another process, or this one, runs the migration
     */
    Optional<Held> tryAcquire(MigrationId migration);

    /** How the right to run a migration stands. */
    enum Standing {
        HELD,
        /** It was lost and nobody had taken it, so it is held again; somebody may have had it in between. */
        TAKEN_AGAIN,
        /** Whoever keeps the lock does not answer, so it can't be said. */
        UNKNOWN,
        /** Another process has it: this one must stop. */
        LOST
    }

    /** The right to run a migration, until it is closed, the process dies or the server that keeps it restarts. */
    interface Held extends AutoCloseable {

        /** Looks whether the right still stands, and takes it again if it is free. Blocks for some seconds at most. */
        Standing renew();

        @Override
        void close();
    }
}

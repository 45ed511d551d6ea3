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

    /** The right to run a migration, until it is closed or the process dies. */
    interface Held extends AutoCloseable {

        @Override
        void close();
    }
}

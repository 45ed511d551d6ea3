package dev.theseus.domain.critical;

import java.util.List;

/**
 * Ends critical writes that nobody is at work on: those whose node died, and those that are open and due for another
 * try. Run at the start of every node and again and again by whoever can; several may run it at once. Safe for several
 * threads.
 */
public interface CriticalRecovery {

    /**
     * Takes up what is due, each write by one of all who recover.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the database that keeps a journal is away
     */
    Recovered recover();

    /** Those that are open, of both databases, the oldest first. */
    List<OpenWrite> open();

    /**
     * What a recovery did.
     *
     * @param ended writes that are settled now
     * @param left writes that are still open, or that could not be worked on
     */
    record Recovered(int ended, int left) {}
}

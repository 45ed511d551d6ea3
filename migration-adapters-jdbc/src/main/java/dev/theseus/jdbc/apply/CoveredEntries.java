package dev.theseus.jdbc.apply;

import dev.theseus.domain.changelog.LogEntry;
import java.util.Collection;

/**
 * Told of entries of the source's change log whose change is in the target, durably: what an apply has read there holds
 * them, and it has committed. They may be retired, by whoever is told or by the relay, which applies them once more.
 */
@FunctionalInterface
public interface CoveredEntries {

    /** Called on the thread of the apply, after its commit; it must not throw, nor wait. */
    void covered(Collection<LogEntry> entries);

    /**
     * Whether it is known that a transaction of the source, which has committed, is on its disk. What can't be known is
     * waited for.
     */
    default boolean isOnDisk(@SuppressWarnings("unused") long transaction) {
        return false;
    }
}

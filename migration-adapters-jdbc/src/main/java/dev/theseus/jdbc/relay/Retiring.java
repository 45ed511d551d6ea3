package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.LogEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries whose changes are in the target, and that are still to be retired: many together, since each retirement is a
 * transaction of the source. One that never comes to it is applied again, which changes nothing. Used by one thread.
 */
final class Retiring {

    private final List<LogEntry> entries = new ArrayList<>();
    private long keys;

    void add(List<Change> changes) {
        changes.forEach(change -> entries.addAll(change.entries()));
        keys += changes.size();
    }

    int size() {
        return entries.size();
    }

    List<LogEntry> entries() {
        return List.copyOf(entries);
    }

    /** How many keys the entries are of. */
    long keys() {
        return keys;
    }

    void clear() {
        entries.clear();
        keys = 0;
    }
}

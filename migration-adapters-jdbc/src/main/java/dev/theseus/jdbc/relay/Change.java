package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.database.RowKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a round knows of one key: all its entries that were seen before the round began, as one.
 *
 * @param key empty for a TRUNCATE
 * @param entries one or more
 */
record Change(int table, Optional<RowKey> key, List<LogEntry> entries) {

    /** Entries of one key as one change, in the order of their first entries. */
    static List<Change> coalesce(List<LogEntry> entries) {
        Map<List<Object>, List<LogEntry>> byKey = new LinkedHashMap<>();
        for (LogEntry entry : entries) {
            byKey.computeIfAbsent(List.of(entry.table(), key(entry)), k -> new ArrayList<>())
                    .add(entry);
        }
        return byKey.values().stream()
                .map(same -> new Change(same.getFirst().table(), key(same.getFirst()), List.copyOf(same)))
                .toList();
    }

    private static Optional<RowKey> key(LogEntry entry) {
        return switch (entry.change()) {
            case LogEntry.Change.KeyChanged changed -> Optional.of(changed.key());
            case LogEntry.Change.Truncated truncated -> Optional.empty();
        };
    }
}

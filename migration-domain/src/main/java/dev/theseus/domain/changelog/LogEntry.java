package dev.theseus.domain.changelog;

import dev.theseus.domain.database.RowKey;

/**
 * One noted change: which key, never what changed.
 *
 * @param id unique within the log; ids are <em>not</em> in commit order
 * @param table the table's number in the plan
 * @param change what it says
 */
public record LogEntry(long id, int table, Change change) {

    /** What an entry says. */
    public sealed interface Change {

        /** The row of this key was inserted, updated or deleted. */
        record KeyChanged(RowKey key) implements Change {}

        /** All rows of the table were removed at once. */
        record Truncated() implements Change {}
    }
}

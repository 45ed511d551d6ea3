package dev.theseus.jdbc.noting;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command that changes rows of one table, at some place of a statement.
 *
 * @param verb which command
 * @param table whose rows it changes
 * @param qualifier by which it calls the table, as it stands there
 * @param start offset of its first character
 * @param end offset after its last one
 * @param returning what it gives back, if anything
 * @param assigned columns whose values it sets in rows that exist
 */
record Write(
        Verb verb,
        Named table,
        String qualifier,
        int start,
        int end,
        Optional<Returning> returning,
        Set<String> assigned) {

    enum Verb {
        INSERT,
        UPDATE,
        DELETE,
        MERGE,
        /** A MERGE that also deletes. */
        MERGE_REMOVING
    }

    /**
     * @param listStart offset after the word RETURNING
     * @param columns as they stand there; empty where they are more than names
     */
    record Returning(int listStart, List<String> columns) {
        Returning {
            columns = List.copyOf(columns);
        }
    }

    Write {
        assigned = Set.copyOf(assigned);
    }

    boolean removes() {
        return verb == Verb.DELETE || verb == Verb.MERGE_REMOVING;
    }

    boolean merges() {
        return verb == Verb.MERGE || verb == Verb.MERGE_REMOVING;
    }
}

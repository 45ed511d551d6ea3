package dev.theseus.jdbc.noting;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command that changes rows of one table, at some place of a statement.
 *
 * @param verb which command
 * @param target whose rows it changes
 * @param place where it stands
 * @param returning what it gives back, if anything
 * @param assigned columns whose values it sets in rows that exist
 */
record Write(Verb verb, Target target, Place place, Optional<Returning> returning, Set<String> assigned) {

    /**
     * @param table by its name
     * @param qualifier by which the command calls it, as it stands there
     */
    record Target(Named table, String qualifier) {}

    /**
     * @param start offset of the first character
     * @param end offset after the last one
     */
    record Place(int start, int end) {}

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

    Named table() {
        return target.table();
    }

    String qualifier() {
        return target.qualifier();
    }

    int start() {
        return place.start();
    }

    int end() {
        return place.end();
    }

    boolean removes() {
        return verb == Verb.DELETE || verb == Verb.MERGE_REMOVING;
    }

    boolean merges() {
        return verb == Verb.MERGE || verb == Verb.MERGE_REMOVING;
    }
}

package dev.theseus.jdbc.noting;

import dev.theseus.jdbc.postgres.Sql;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table whose changed keys are noted.
 *
 * @param number in the plan
 * @param key its columns, in the plan's order
 * @param form how a key becomes text
 */
record CapturedTable(int number, List<String> key, KeyText form) {

    /** How a key becomes text. */
    enum KeyText {
        /** The same in every session. */
        PLAIN,
        /** Depends on settings of the session: a function sets them. */
        BY_FUNCTION
    }

    CapturedTable {
        key = List.copyOf(key);
    }

    /** The key of a row, as the change log holds it. */
    String text(String qualifier) {
        return switch (form) {
            case PLAIN ->
                key.stream()
                        .map(c -> qualifier + "." + Sql.quoted(c) + "::pg_catalog.text COLLATE pg_catalog.\"C\"")
                        .collect(Collectors.joining(", ", "ARRAY[", "]"));
            case BY_FUNCTION -> "theseus.key_" + number + "(" + Sql.list(qualifier, key) + ")";
        };
    }

    /** Whether a row may have another key after these columns were set. */
    boolean isMovedBy(Set<String> assigned) {
        return !Collections.disjoint(assigned, key);
    }
}

package dev.theseus.jdbc.noting;

import dev.theseus.jdbc.postgres.Sql;
import java.util.ArrayList;
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
record CapturedTable(int number, List<KeyColumn> key, KeyText form) {

    /**
     * @param name as the catalogue spells it
     * @param type with its modifiers, for casts
     */
    record KeyColumn(String name, String type) {}

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
        return text(
                key.stream().map(c -> qualifier + "." + Sql.quoted(c.name())).toList());
    }

    /** The key that a row of this table has if these are its key's values. */
    String textOf(List<String> values) {
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            typed.add(values.get(i) + "::" + key.get(i).type());
        }
        return text(typed);
    }

    private String text(List<String> values) {
        return switch (form) {
            case PLAIN ->
                values.stream()
                        .map(value -> value + "::pg_catalog.text COLLATE pg_catalog.\"C\"")
                        .collect(Collectors.joining(", ", "ARRAY[", "]"));
            case BY_FUNCTION -> "theseus.key_" + number + "(" + String.join(", ", values) + ")";
        };
    }

    List<String> names() {
        return key.stream().map(KeyColumn::name).toList();
    }

    /** Whether a row may have another key after these columns were set. */
    boolean isMovedBy(Set<String> assigned) {
        return !Collections.disjoint(assigned, names());
    }
}

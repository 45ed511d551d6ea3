package dev.theseus.app.mapping;

import java.util.List;

/**
 * The columns that identify the rows of a pair.
 *
 * @param old in old
 * @param target in new
 */
record Keys(List<String> old, List<String> target) {

    Keys {
        old = List.copyOf(old);
        target = List.copyOf(target);
    }
}

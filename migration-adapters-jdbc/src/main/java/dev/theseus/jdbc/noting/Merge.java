package dev.theseus.jdbc.noting;

import java.util.List;

/**
 * A MERGE whose source tells the keys of all rows that it changes: it matches them by key, and inserts no others.
 *
 * @param sourceStart offset of the source's bracket
 * @param sourceEnd offset after its closing one
 * @param alias of the source
 * @param keys what the source calls the columns of the key, in the key's order
 */
record Merge(int sourceStart, int sourceEnd, String alias, List<String> keys) {
    Merge {
        keys = List.copyOf(keys);
    }
}

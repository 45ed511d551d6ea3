package dev.theseus.jdbc.noting;

import java.util.Set;

/**
 * A statement that notes what it changes.
 *
 * @param sql to be run instead of the client's own
 * @param extent how exactly it notes
 * @param tables numbers of the captured tables of which more than the changed keys is noted
 */
public record Noted(String sql, Extent extent, Set<Integer> tables) {

    /** How exactly a statement notes what it changes; the later ones hold for the earlier ones too. */
    public enum Extent {
        /** It changes nothing that is captured. */
        NOTHING,
        /** The keys of the rows that it changes. */
        KEYS,
        /** Those, and that keys may be gone: the relay looks which of the target's keys the source still has. */
        KEYS_AND_GONE,
        /** Its keys can't be known: every key of the table, for the relay to read all rows again. */
        WHOLE_TABLES,
        /** It may change what is captured, and nothing can be noted. */
        UNKNOWN
    }

    public Noted {
        tables = Set.copyOf(tables);
    }
}

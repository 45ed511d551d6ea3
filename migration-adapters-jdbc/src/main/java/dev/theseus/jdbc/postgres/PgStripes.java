package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.RowKey;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The locks that serialise applies of one key. A key's stripe is computed here and must come out the same in every
 * process and release, since the stripe is the lock's number. Taken on the target, until the transaction ends.
 *
 * @param table number in the plan
 * @param grain whether the table's keys are spread over the stripes
 */
public record PgStripes(int table, Grain grain) {

    /** The first number of the locks of single stripes. */
    public static final int STRIPE_LOCKS = PgFence.LOCKS + 1;
    /** The first number of the locks of whole tables; appliers of keys take them shared. */
    public static final int TABLE_LOCKS = PgFence.LOCKS + 2;

    private static final int STRIPES_AS_SHIFT = 24; // 256 stripes: the highest eight of 32 bits

    /** How finely a table is locked. */
    public enum Grain {
        BY_KEY,
        /** Two texts may be one key for the database, so all keys of the table have one stripe. */
        BY_TABLE
    }

    /**
     * The stripes of a table, by its shape on both sides: a key must have one text, the same on both. Where the target
     * has a key of its own, only the source's counts.
     */
    public static PgStripes of(int table, PgRelation source, PgRelation target) {
        return source.mappedKey().isPresent() ? between(table, source, source) : between(table, source, target);
    }

    private static PgStripes between(int table, PgRelation source, PgRelation target) {
        for (int i = 0; i < source.key().size(); i++) {
            PgColumn here = source.key().get(i);
            PgColumn there = target.key().get(i);
            if (!here.isAlike(there) || !here.isTextCanonical() || !there.isTextCanonical()) {
                return new PgStripes(table, Grain.BY_TABLE);
            }
        }
        return new PgStripes(table, Grain.BY_KEY);
    }

    /** The stripe of a key, 0 to 255. */
    public int of(RowKey key) {
        // String and List say how their hash codes are computed, so these are the same for ever
        int hash = 31 * table + (grain == Grain.BY_KEY ? key.parts().hashCode() : 0);
        return (hash * 0x9E3779B9) >>> STRIPES_AS_SHIFT;
    }

    /** The stripes of some keys, ascending: the order in which they are taken, so that no two wait for each other. */
    public List<Integer> of(Collection<RowKey> keys) {
        TreeSet<Integer> stripes = new TreeSet<>();
        for (RowKey key : keys) {
            stripes.add(of(key));
        }
        return List.copyOf(stripes);
    }
}

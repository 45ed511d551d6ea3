package dev.theseus.domain.routing;

import dev.theseus.domain.database.RowKey;
import java.util.Set;

/**
 * What a read looks at.
 *
 * @param tables numbers of the table plans whose rows an answer of new shows; a table that is split has several
 * @param fingerprint of the row, or {@link #MANY} if it looks at more than one row or at one it can't name
 */
public record ReadTarget(Set<Integer> tables, long fingerprint) {

    /** No row has this fingerprint. */
    public static final long MANY = 0;

    public ReadTarget {
        tables = Set.copyOf(tables);
    }

    public static ReadTarget row(int table, RowKey key) {
        return new ReadTarget(Set.of(table), fingerprint(table, key));
    }

    public static ReadTarget many(int table) {
        return new ReadTarget(Set.of(table), MANY);
    }

    /**
     * A row's name in a token: 64-bit FNV-1a over the table's number and the key's text, never 0. Two rows may share
     * one, by a chance of one in 10^19 for each pair.
     */
    public static long fingerprint(int table, RowKey key) {
        long hash = mix(0xcbf29ce484222325L, table);
        for (String part : key.parts()) {
            for (int i = 0; i < part.length(); i++) {
                hash = mix(hash, part.charAt(i));
            }
            // no character has this number, so ("a", "b") is not ("ab")
            hash = mix(hash, 0x1_0000);
        }
        return hash == MANY ? 1 : hash;
    }

    private static long mix(long hash, int value) {
        long mixed = hash;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            mixed = (mixed ^ (value >>> shift & 0xff)) * 0x100000001b3L;
        }
        return mixed;
    }
}

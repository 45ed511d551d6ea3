package dev.theseus.domain.verification;

import dev.theseus.domain.database.RowKey;
import java.util.List;

/**
 * A row that differs although its change has been applied. Names the row and its columns, never their values.
 *
 * @param key in the text form of the database that has authority; of a row that only the other one has, and whose key
 *     there leads back to no row, the key that it has there
 * @param kind in which way it differs
 * @param columns that differ, where both rows exist, or that can't be computed, by the names of the side that is
 *     written to
 * @param digests of both sides' values of these columns, in the same order; none where nobody asked for them
 */
public record Divergence(RowKey key, Kind kind, List<String> columns, List<Digests> digests) {

    /** In which way a row differs. */
    public enum Kind {
        MISSING_ON_NEW,
        EXTRA_ON_NEW,
        DIFFERENT,
        /**
         * An expression of the mapping fails on the row of the database that has authority, so nobody can say what the
         * other one should hold.
         */
        NOT_MAPPED
    }

    /**
     * What stands for the two values of a column, so that two reports can be told apart and no value is told.
     *
     * @param old hexadecimal digits
     * @param target of the new database's value
     */
    public record Digests(String old, String target) {}

    public Divergence {
        columns = List.copyOf(columns);
        digests = List.copyOf(digests);
        if (!digests.isEmpty() && digests.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "Row " + key + " differs in " + columns + ", but has digests of " + digests.size() + " columns");
        }
    }

    /** Without digests. */
    public Divergence(RowKey key, Kind kind, List<String> columns) {
        this(key, kind, columns, List.of());
    }

    /** What two comparisons that condense values differently both say. */
    public Divergence withoutDigests() {
        return new Divergence(key, kind, columns);
    }
}

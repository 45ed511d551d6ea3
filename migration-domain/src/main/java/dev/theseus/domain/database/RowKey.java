package dev.theseus.domain.database;

import java.util.List;

/**
 * The key of one row: each key column in the text form that its database gives it. Two keys are the same row only if
 * the database says so; equality here is equality of text and serves for sets and coalescing alone.
 *
 * @param parts the key columns' values, in the order of the table plan's key; at least one
 */
public record RowKey(List<String> parts) {

    public RowKey {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("A row key needs at least one column");
        }
    }

    public static RowKey of(String... parts) {
        return new RowKey(List.of(parts));
    }

    @Override
    public String toString() {
        return parts.size() == 1 ? parts.getFirst() : "(" + String.join(", ", parts) + ")";
    }
}

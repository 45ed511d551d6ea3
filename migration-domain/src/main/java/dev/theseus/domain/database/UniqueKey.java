package dev.theseus.domain.database;

import java.util.List;

/**
 * A unique index on plain columns, without predicate, that can identify rows.
 *
 * @param name of the index
 * @param columns in index order
 * @param kind whether it is the primary key, or else may hold NULL
 */
public record UniqueKey(String name, List<String> columns, Kind kind) {

    /** What the key can be used for. */
    public enum Kind {
        PRIMARY,
        /** Unique, every column NOT NULL, immediate: can stand in for a primary key. */
        NOT_NULL,
        /** Unique, but some column may be NULL, or the check is deferrable: it identifies no row. */
        NULLABLE
    }

    public UniqueKey {
        columns = List.copyOf(columns);
    }

    public boolean identifiesRows() {
        return kind != Kind.NULLABLE;
    }
}

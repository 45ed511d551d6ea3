package dev.theseus.domain.verification;

import dev.theseus.domain.database.RowKey;
import java.util.List;

/**
 * A row that differs although its change has been applied. Names the row and its columns, never their values.
 *
 * @param key in the text form of the database
 * @param kind in which way it differs
 * @param columns that differ, where both rows exist
 */
public record Divergence(RowKey key, Kind kind, List<String> columns) {

    /** In which way a row differs. */
    public enum Kind {
        MISSING_ON_NEW,
        EXTRA_ON_NEW,
        DIFFERENT
    }

    public Divergence {
        columns = List.copyOf(columns);
    }
}

package dev.theseus.jdbc.comparison;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.verification.Divergence;
import java.util.List;

/**
 * What a row-by-row comparison of one table found.
 *
 * @param table in the old database
 * @param rowsOld read there
 * @param rowsNew read in the new one
 * @param missing rows of old that new does not have
 * @param extra rows of new that old does not have
 * @param different rows of both sides that are not the same
 * @param first differences in the order of the keys, at most {@link #MAXIMUM_FIRST}
 */
public record RowByRowResult(
        TableName table, long rowsOld, long rowsNew, long missing, long extra, long different, List<Divergence> first) {

    /** No more differences than this are named. */
    public static final int MAXIMUM_FIRST = 20;

    public RowByRowResult {
        first = List.copyOf(first);
    }

    /** All differences. */
    public long differences() {
        return missing + extra + different;
    }
}

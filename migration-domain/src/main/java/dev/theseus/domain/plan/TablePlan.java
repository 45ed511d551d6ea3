package dev.theseus.domain.plan;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import java.util.HashSet;
import java.util.List;

/**
 * How one table is carried over.
 *
 * @param number identifies the table within the migration, from 1; the change log and the chunk ledger refer to it
 * @param old the table in the old database
 * @param target the table in the new database
 * @param key the columns that identify a row on both sides, in order; NOT NULL and unique together
 * @param columns all carried columns, the key included, in the order in which they are copied; the same names on both
 *     sides
 * @param existingRows what to do when the target holds rows before the copy begins
 * @param capture how changes are noted on the source
 */
public record TablePlan(
        int number,
        TableName old,
        TableName target,
        List<String> key,
        List<String> columns,
        ExistingRows existingRows,
        CaptureMode capture) {

    /** What to do when the target table holds rows before the copy begins. */
    public enum ExistingRows {
        /** Stop with an error that names the table. */
        REFUSE,
        /** Overwrite rows of the same key through a staging table; leave others to verification. */
        MERGE
    }

    /** Which kind of trigger notes the changes. */
    public enum CaptureMode {
        /** Statement triggers, or row triggers where only those see every change (partitions, subscriptions). */
        AUTOMATIC,
        STATEMENT,
        ROW
    }

    public TablePlan {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
        if (number < 1) {
            throw new IllegalArgumentException("Tables are numbered from 1, " + old + " has " + number);
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException("Table " + old + " has no key: name a unique NOT NULL key in the plan");
        }
        if (!new HashSet<>(columns).containsAll(key)) {
            throw new IllegalArgumentException("The key of " + old + " must be among its carried columns: " + key);
        }
    }

    public TableName on(Side side) {
        return side == Side.OLD ? old : target;
    }
}

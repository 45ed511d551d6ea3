package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import java.util.List;

/**
 * Rows that a call reads or writes.
 *
 * @param table in the old database
 * @param keys of the rows, each in the text form of the database and in the order of the plan's key; empty for a read
 *     that looks at many rows, and for a write that leaves its rows to the relay
 */
public record Touched(TableName table, List<RowKey> keys) {

    public Touched {
        keys = List.copyOf(keys);
    }

    public static Touched row(TableName table, RowKey key) {
        return new Touched(table, List.of(key));
    }

    public static Touched rows(TableName table) {
        return new Touched(table, List.of());
    }
}

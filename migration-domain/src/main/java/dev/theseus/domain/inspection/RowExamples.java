package dev.theseus.domain.inspection;

import dev.theseus.domain.mapping.Expression;
import java.util.List;
import java.util.Optional;

/** Computes what mappings make of rows that somebody made up. No row of any table is read. */
public interface RowExamples {

    /**
     * The value of an expression over made-up rows.
     *
     * @param rows one of the source, by the alias {@code t}, and one of each joined table, by its alias
     * @return empty if it is NULL or can't be computed for such values
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server does not answer
     */
    Optional<String> value(Expression expression, List<Row> rows);

    /** A made-up row. */
    record Row(String alias, List<Value> values) {
        public Row {
            values = List.copyOf(values);
        }
    }

    /**
     * One of its values.
     *
     * @param type of the column, as its catalogue prints it
     * @param text empty for NULL
     */
    record Value(String column, String type, Optional<String> text) {}
}

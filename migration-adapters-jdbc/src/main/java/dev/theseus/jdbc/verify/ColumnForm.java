package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Side;

/** Which form of a column's value goes into a row's digest. A form that says less than the value hides differences. */
@FunctionalInterface
interface ColumnForm {

    /**
     * @param side whose expression is wanted
     * @param column as both sides define it
     * @return an SQL expression over the table alias {@code t}
     */
    String expression(Side side, ComparedColumn column);
}

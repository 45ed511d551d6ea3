package dev.theseus.domain.mapping;

/**
 * A mapping that is written in Java: from a record with a row of old to one with the same row of new, and back. It
 * answers from its argument alone, and always the same: a row is mapped whenever it is copied, applied or compared.
 * Safe for several threads.
 *
 * <p>A component stands for the column of its name, with an underscore before each capital letter, unless
 * {@link ColumnName} says another one. A component that is a primitive refuses NULL; others take it.
 *
 * @param <O> a row of old
 * @param <N> a row of new
 */
public interface RowMapping<O extends Record, N extends Record> {

    Class<O> oldRow();

    Class<N> newRow();

    /**
     * @throws RuntimeException if the row can't be mapped; it is set aside with its key and the class of the exception
     */
    N toNew(O row);

    /** The way back: {@code toOld(toNew(row))} is the row, except for what is declared as lost. */
    O toOld(N row);
}

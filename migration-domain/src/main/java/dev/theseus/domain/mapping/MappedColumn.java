package dev.theseus.domain.mapping;

/**
 * One column of a mapped row.
 *
 * @param name in the target, as the catalogue spells it
 * @param from where its value comes from
 */
public record MappedColumn(String name, Expression from) {

    /** A column that has the same name and value on both sides. */
    public static MappedColumn same(String name) {
        return new MappedColumn(name, new Expression.Same(name));
    }

    /** Whether the value is carried as it is from a column of this name. */
    public boolean isSame(String sourceColumn) {
        return from instanceof Expression.Same same && same.column().equals(sourceColumn);
    }
}

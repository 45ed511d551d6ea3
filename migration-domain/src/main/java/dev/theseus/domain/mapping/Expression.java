package dev.theseus.domain.mapping;

/** Where the value of one column of a mapped row comes from. */
public sealed interface Expression {

    /**
     * A column of the source, as it is.
     *
     * @param column its name, as the catalogue spells it
     */
    record Same(String column) implements Expression {
        public Same {
            if (column.isEmpty()) {
                throw new IllegalArgumentException("A column that is carried as it is needs a name");
            }
        }
    }

    /**
     * An SQL expression that the source computes. It speaks of the source's columns by the alias {@code t}, and of
     * joined tables by theirs. It must have the same value whenever it is computed for the same rows: what depends on
     * the time, on chance or on the session would never compare equal.
     *
     * @param text of the expression, without a semicolon; trusted as the plan is
     */
    record Sql(String text) implements Expression {
        public Sql {
            if (text.isBlank()) {
                throw new IllegalArgumentException("A column's SQL expression is empty");
            }
        }
    }

    /**
     * What a {@link RowMapping} makes of the row, in the process that carries it. All columns of an image but those of
     * its key come from one such mapping, or none does.
     *
     * @param mapping the name of its class, as {@link Class#getName} has it
     */
    record Java(String mapping) implements Expression {
        public Java {
            if (mapping.isBlank()) {
                throw new IllegalArgumentException("A mapping in Java needs the name of its class");
            }
        }
    }
}

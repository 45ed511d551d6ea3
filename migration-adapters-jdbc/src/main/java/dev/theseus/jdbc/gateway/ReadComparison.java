package dev.theseus.jdbc.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether two answers of the same read say the same. Extend it to ignore what may differ. It never logs or keeps
 * what it is given.
 */
@FunctionalInterface
public interface ReadComparison {

    /** By {@code equals}; arrays by content, collections element by element. */
    ReadComparison BY_VALUE = java.util.Objects::deepEquals;

    /** @return whether they say the same */
    boolean alike(@Nullable Object old, @Nullable Object target);
}

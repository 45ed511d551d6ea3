package dev.theseus.jdbc.gateway;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two answers of the same read say the same. Extend it to ignore what may differ. It never logs or keeps
 * what it is given.
 *
 * <p>Where the two databases have different schemas, the service's two implementations may answer with values of
 * different classes. Then say how one of old looks on new:
 *
 * <pre>{@code
 * ReadComparison.BY_VALUE
 *         .through(User.class, user -> new Person(user.id(), user.firstName(), user.lastName()))
 *         .through(Order.class, Order::asPurchase)
 * }</pre>
 */
@FunctionalInterface
public interface ReadComparison {

    /** By {@code equals}; arrays by content, collections element by element. */
    ReadComparison BY_VALUE = Objects::deepEquals;

    /** @return whether they say the same */
    boolean alike(@Nullable Object old, @Nullable Object target);

    /**
     * The same, where values of old's that are of this type are compared as they look on new: alone, and within lists,
     * sets, maps' values, optionals and arrays.
     *
     * @param type of old's answers
     * @param onNew what such a value looks like on new; what has no way there it makes equal by leaving it out
     */
    default <O> ReadComparison through(Class<O> type, Function<? super O, ? extends @Nullable Object> onNew) {
        OnNew<O> looks = new OnNew<>(type, onNew);
        return (old, target) -> alike(looks.of(old), target);
    }
}

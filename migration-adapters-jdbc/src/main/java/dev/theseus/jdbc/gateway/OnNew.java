package dev.theseus.jdbc.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What answers of old look like on new.
 *
 * @param type of the values that look otherwise there
 * @param looks how
 */
record OnNew<O>(Class<O> type, Function<? super O, ? extends @Nullable Object> looks) {

    @Nullable
    Object of(@Nullable Object answer) {
        if (type.isInstance(answer)) {
            return looks.apply(type.cast(answer));
        }
        return switch (answer) {
            case null -> null;
            case List<?> list -> each(list, new ArrayList<>(list.size()));
            case Set<?> set -> each(set, new HashSet<>());
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> values = new HashMap<>();
                map.forEach((key, value) -> values.put(key, of(value)));
                yield values;
            }
            case Optional<?> optional -> optional.map(this::of);
            case Object[] array -> {
                @Nullable Object[] values = new Object[array.length];
                for (int i = 0; i < array.length; i++) {
                    values[i] = of(array[i]);
                }
                yield values;
            }
            default -> answer;
        };
    }

    private <C extends java.util.Collection<@Nullable Object>> C each(Iterable<?> elements, C into) {
        elements.forEach(element -> into.add(of(element)));
        return into;
    }
}

package dev.theseus.jdbc.repository;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.routing.RequestContext;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where a method's calls say which rows they are about. */
sealed interface KeySource {

    /** @param result of the call; null for a read, which is routed before it has one */
    List<RowKey> keys(Rows rows, @Nullable Object[] arguments, @Nullable Object result);

    /** For a read: only what names the row it looks at. */
    static KeySource ofRead(Method method) {
        return ofIds(method);
    }

    static KeySource ofWrite(Method method) {
        if (method.isAnnotationPresent(Key.class)) {
            return new Returned();
        }
        KeySource ids = ofIds(method);
        return ids instanceof Unnamed ? new Entities() : ids;
    }

    private static KeySource ofIds(Method method) {
        int[] marked = parameters(method, parameter -> parameter.isAnnotationPresent(Key.class));
        if (marked.length > 0) {
            return new Named(Arrays.stream(marked).boxed().toList());
        }
        // with several parameters the name does not say which one is the id
        int[] values = parameters(method, parameter -> parameter.getType() != RequestContext.class);
        return MethodName.isById(method.getName()) && values.length == 1
                ? new Named(List.of(values[0]))
                : new Unnamed();
    }

    private static int[] parameters(Method method, Predicate<Parameter> wanted) {
        Parameter[] all = method.getParameters();
        return IntStream.range(0, all.length).filter(i -> wanted.test(all[i])).toArray();
    }

    /** Parameters hold the id, or the key's columns. */
    record Named(List<Integer> parameters) implements KeySource {
        @Override
        public List<RowKey> keys(Rows rows, @Nullable Object[] arguments, @Nullable Object result) {
            if (parameters.size() == 1) {
                return rows.ofIds(arguments[parameters.getFirst()]);
            }
            List<@Nullable Object> columns = new ArrayList<>();
            parameters.forEach(parameter -> columns.add(arguments[parameter]));
            return rows.ofColumns(columns);
        }
    }

    /** The method returns the key. */
    record Returned() implements KeySource {
        @Override
        public List<RowKey> keys(Rows rows, @Nullable Object[] arguments, @Nullable Object result) {
            return rows.ofIds(result);
        }
    }

    /** Entities are what it takes or returns; what it returns has the keys that the database made. */
    record Entities() implements KeySource {
        @Override
        public List<RowKey> keys(Rows rows, @Nullable Object[] arguments, @Nullable Object result) {
            List<RowKey> returned = rows.ofEntities(result);
            if (!returned.isEmpty()) {
                return returned;
            }
            for (Object argument : arguments) {
                List<RowKey> keys = rows.ofEntities(argument);
                if (!keys.isEmpty()) {
                    return keys;
                }
            }
            return List.of();
        }
    }

    /** Nothing names rows. */
    record Unnamed() implements KeySource {
        @Override
        public List<RowKey> keys(Rows rows, @Nullable Object[] arguments, @Nullable Object result) {
            return List.of();
        }
    }
}

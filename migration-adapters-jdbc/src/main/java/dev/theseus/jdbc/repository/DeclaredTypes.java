package dev.theseus.jdbc.repository;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the type variables of a repository's base interfaces stand for, as in {@code CrudRepository<Order, Long>}. */
final class DeclaredTypes {

    private final Map<TypeVariable<?>, Type> bound = new HashMap<>();

    DeclaredTypes(Class<?> repository) {
        bind(repository);
    }

    private void bind(Class<?> type) {
        for (Type base : type.getGenericInterfaces()) {
            if (base instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> raw) {
                for (int i = 0; i < raw.getTypeParameters().length; i++) {
                    bound.put(raw.getTypeParameters()[i], parameterized.getActualTypeArguments()[i]);
                }
            }
        }
        for (Class<?> base : type.getInterfaces()) {
            bind(base);
        }
    }

    /** The class of a parameter, or of its elements where it is a collection; empty if only the values can tell. */
    Optional<Class<?>> element(Method method, int parameter) {
        return classOf(method.getGenericParameterTypes()[parameter]);
    }

    /** The classes of all parameters and of the result, as far as they are declared. */
    List<Class<?>> all(Method method) {
        return Stream.concat(Stream.of(method.getGenericReturnType()), Stream.of(method.getGenericParameterTypes()))
                .flatMap(type -> classOf(type).stream())
                .collect(Collectors.toList());
    }

    private Optional<Class<?>> classOf(Type type) {
        return switch (type) {
            case Class<?> plain -> Optional.of(plain.isArray() ? plain.getComponentType() : plain);
            case TypeVariable<?> variable when bound.containsKey(variable) -> classOf(bound.get(variable));
            case TypeVariable<?> variable -> classOf(variable.getBounds()[0]);
            case ParameterizedType collection
            when isIterable(collection) -> classOf(collection.getActualTypeArguments()[0]);
            case WildcardType wildcard -> classOf(wildcard.getUpperBounds()[0]);
            default -> Optional.empty();
        };
    }

    private static boolean isIterable(ParameterizedType type) {
        return type.getRawType() instanceof Class<?> raw && Iterable.class.isAssignableFrom(raw);
    }
}

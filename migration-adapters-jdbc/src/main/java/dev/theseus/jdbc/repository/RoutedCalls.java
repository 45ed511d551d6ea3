package dev.theseus.jdbc.repository;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgErrors;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers the calls of a routed repository. */
final class RoutedCalls implements InvocationHandler {

    private static final Object[] NONE = {};

    private final Class<?> repository;
    private final Map<Method, RoutedMethod> methods;

    RoutedCalls(Class<?> repository, Map<Method, RoutedMethod> methods) {
        this.repository = repository;
        this.methods = Map.copyOf(methods);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given) throws Throwable {
        @Nullable Object[] arguments = given == null ? NONE : given;
        RoutedMethod routed = methods.get(method);
        if (routed == null) {
            return ofObject(proxy, method, arguments);
        }
        try {
            return routed.call(proxy, arguments);
        } catch (SQLException e) {
            throw declared(method, e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a repository is equal to itself
    private Object ofObject(Object proxy, Method method, @Nullable Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "routed " + repository.getSimpleName();
            default -> throw new IllegalStateException("No one told what " + method + " does");
        };
    }

    /** A transaction that could not begin fails a method that knows nothing of SQL as a database's failure. */
    private Exception declared(Method method, SQLException e) {
        boolean isDeclared = Arrays.stream(method.getExceptionTypes()).anyMatch(type -> type.isInstance(e));
        return isDeclared
                ? e
                : Objects.requireNonNull(
                        PgErrors.translate(Side.OLD, "call " + repository.getSimpleName() + "." + method.getName(), e));
    }
}

package dev.theseus.jdbc.repository;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A method as one of the two implementations has it. Its exceptions pass as they were thrown. */
record Implementation(Object object, Method method) {

    Implementation {
        // a repository's interface need not be public
        method.trySetAccessible();
    }

    @Nullable
    Object call(@Nullable Object[] arguments) throws Exception {
        try {
            return method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw thrown(e);
        }
    }

    private static Exception thrown(InvocationTargetException wrapped) throws InvocationTargetException {
        return switch (wrapped.getCause()) {
            case Exception exception -> exception;
            case Error error -> throw error;
            case null, default -> throw wrapped;
        };
    }

    /** Whether a class of its own, which no generated proxy is, says what a default method does. */
    static boolean overrides(Object object, Method method) {
        Class<?> type = object.getClass();
        if (Proxy.isProxyClass(type)) {
            return false;
        }
        try {
            return !type.getMethod(method.getName(), method.getParameterTypes())
                    .getDeclaringClass()
                    .isInterface();
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}

package dev.theseus.jdbc.repository;

import dev.theseus.jdbc.repository.Reads.From;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

/** What a call of a repository's method does, as far as routing is concerned. */
enum Sort {
    READS_ROUTED,
    READS_AUTHORITY,
    WRITES,
    /** Its name says neither. */
    UNKNOWN,
    /** It returns before its work is done, so nobody can tell when a write has committed. */
    UNBOUNDED_WRITE;

    static Sort of(Method method) {
        Reads reads = method.getAnnotation(Reads.class);
        if (reads != null) {
            return reads.value() == From.AUTHORITY ? READS_AUTHORITY : READS_ROUTED;
        }
        // Spring Data's mark of queries that change rows, known by its name since this module knows no Spring
        if (method.isAnnotationPresent(Writes.class) || isMarked(method, "Modifying")) {
            return write(method);
        }
        return switch (MethodName.deed(method.getName())) {
            case READS -> outlivesCall(method) || locks(method) ? READS_AUTHORITY : READS_ROUTED;
            case WRITES -> write(method);
            case UNKNOWN -> UNKNOWN;
        };
    }

    private static Sort write(Method method) {
        return isAsynchronous(method.getReturnType()) ? UNBOUNDED_WRITE : WRITES;
    }

    private static boolean locks(Method method) {
        return MethodName.locks(method.getName()) || isMarked(method, "Lock");
    }

    private static boolean outlivesCall(Method method) {
        Class<?> type = method.getReturnType();
        return isAsynchronous(type)
                || BaseStream.class.isAssignableFrom(type)
                || Iterator.class.isAssignableFrom(type)
                || Spliterator.class.isAssignableFrom(type);
    }

    private static boolean isAsynchronous(Class<?> type) {
        return Future.class.isAssignableFrom(type)
                || CompletionStage.class.isAssignableFrom(type)
                || Flow.Publisher.class.isAssignableFrom(type)
                || isReactive(type);
    }

    private static boolean isReactive(Class<?> type) {
        return type.getName().equals("org.reactivestreams.Publisher")
                || Arrays.stream(type.getInterfaces()).anyMatch(Sort::isReactive)
                || (type.getSuperclass() != null && isReactive(type.getSuperclass()));
    }

    private static boolean isMarked(Method method, String simpleName) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals(simpleName));
    }
}

package dev.theseus.jdbc.repository;

import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.RequestContexts;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a method's calls say what is known of the request.
 *
 * @param context the parameter that is the context, if there is one
 * @param subject the parameter that names the subject, if there is one
 */
record ContextSource(OptionalInt context, OptionalInt subject) {

    static ContextSource of(Method method) {
        return new ContextSource(
                first(method, parameter -> parameter.getType() == RequestContext.class),
                first(method, parameter -> parameter.isAnnotationPresent(Subject.class)));
    }

    private static OptionalInt first(Method method, Predicate<Parameter> wanted) {
        Parameter[] all = method.getParameters();
        return IntStream.range(0, all.length).filter(i -> wanted.test(all[i])).findFirst();
    }

    RequestContext of(@Nullable Object[] arguments) {
        RequestContext known = context.isPresent() && arguments[context.getAsInt()] instanceof RequestContext given
                ? given
                : RequestContexts.current();
        if (subject.isEmpty() || arguments[subject.getAsInt()] == null) {
            return known;
        }
        String named = String.valueOf(arguments[subject.getAsInt()]);
        return known.subject().equals(Optional.of(named)) ? known : known.withSubject(named);
    }
}

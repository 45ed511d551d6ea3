package dev.theseus.jdbc.repository;

import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.Touched;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routed repository does on a call of one of its methods. */
sealed interface RoutedMethod {

    @Nullable
    Object call(Object proxy, @Nullable Object[] arguments) throws Throwable;

    /** Answered by the database that the request is routed to. */
    record Read(Gateway gateway, ContextSource context, TouchedRows touched, Implementation old, Implementation target)
            implements RoutedMethod {
        @Override
        public @Nullable Object call(Object proxy, @Nullable Object[] arguments) throws Exception {
            return gateway.<@Nullable Object>readBy(
                    context.of(arguments),
                    touched.before(arguments),
                    () -> old.call(arguments),
                    () -> target.call(arguments));
        }
    }

    /** Always answered by the database that has authority. */
    record ReadOfAuthority(Gateway gateway, Implementation old, Implementation target) implements RoutedMethod {
        @Override
        public @Nullable Object call(Object proxy, @Nullable Object[] arguments) throws Exception {
            return switch (gateway.authority()) {
                case OLD -> old.call(arguments);
                case NEW -> target.call(arguments);
            };
        }
    }

    /** Done by the database that has authority; from old it is brought over by the gateway. */
    record Write(Gateway gateway, TouchedRows touched, Implementation old, Implementation target)
            implements RoutedMethod {
        @Override
        public @Nullable Object call(Object proxy, @Nullable Object[] arguments) throws Exception {
            return gateway.<@Nullable Object>writeBy(
                            result -> List.of(touched.after(arguments, result)),
                            () -> old.call(arguments),
                            () -> target.call(arguments))
                    .result();
        }
    }

    /** A default method: what it calls on itself is routed, call by call. */
    record Composed(MethodHandle body) implements RoutedMethod {
        @Override
        public @Nullable Object call(Object proxy, @Nullable Object[] arguments) throws Throwable {
            return body.bindTo(proxy).invokeWithArguments(arguments);
        }
    }

    /** Where calls name rows of the repository's table. */
    record TouchedRows(TableName table, KeySource source, Rows rows) {
        private static final Logger LOG = LoggerFactory.getLogger(RoutedRepository.class);

        Touched before(@Nullable Object[] arguments) {
            return after(arguments, null);
        }

        Touched after(@Nullable Object[] arguments, @Nullable Object result) {
            try {
                return new Touched(table, source.keys(rows, arguments, result));
            } catch (RuntimeException failed) {
                // the service's own function gave up on a row; the relay does without, and the call must not suffer
                LOG.warn(
                        "No key of a row of {} could be told: {}",
                        table,
                        failed.getClass().getName());
                return Touched.rows(table);
            }
        }
    }
}

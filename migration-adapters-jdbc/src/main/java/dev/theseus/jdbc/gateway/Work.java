package dev.theseus.jdbc.gateway;

import org.jspecify.annotations.Nullable;

/** Work of the service's, with the errors that it may end in. */
@FunctionalInterface
interface Work<T extends @Nullable Object, E extends Exception> {
    T run() throws E;
}

package dev.theseus.jdbc.throttle;

import dev.theseus.domain.throttle.Throttle;

/** A throttle that measures on a thread of its own until it is closed. */
public interface ClosableThrottle extends Throttle, AutoCloseable {

    @Override
    void close();
}

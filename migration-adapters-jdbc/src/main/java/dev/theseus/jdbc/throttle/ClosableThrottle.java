package dev.theseus.jdbc.throttle;

import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.throttle.Throttle;

/** A throttle that measures on a thread of its own until it is closed. */
public interface ClosableThrottle extends Throttle, AutoCloseable {

    /** How long a comparison rests after it has read for some time. */
    Rest comparing();

    /** How long the relay rests after a round. */
    Rest relaying();

    @Override
    void close();
}

package dev.theseus.domain.throttle;

import java.time.Duration;

/** How long to rest after some work, so that the service keeps its share of the servers. Safe for several threads. */
@FunctionalInterface
public interface Rest {

    /** Never rests. */
    Rest NONE = worked -> Duration.ZERO;

    /** @param worked without a rest until now */
    Duration after(Duration worked);
}

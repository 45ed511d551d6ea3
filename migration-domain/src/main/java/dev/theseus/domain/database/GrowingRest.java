package dev.theseus.domain.database;

import java.time.Duration;

/**
 * How long to rest before something that failed because a server was away is tried again: each time twice as long as
 * before, up to a limit.
 *
 * @param next before the next attempt
 * @param longest never longer than this
 */
public record GrowingRest(Duration next, Duration longest) {

    /** From a twentieth of a second to five seconds: a server that is back is not kept waiting, nor is it pestered. */
    public static final GrowingRest WHILE_AWAY = new GrowingRest(Duration.ofMillis(50), Duration.ofSeconds(5));

    public GrowingRest {
        if (next.isNegative() || next.isZero() || next.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "a rest is longer than nothing and no longer than " + longest + ", not " + next);
        }
    }

    /** After another failure. */
    public GrowingRest grown() {
        Duration doubled = next.multipliedBy(2);
        return new GrowingRest(doubled.compareTo(longest) < 0 ? doubled : longest, longest);
    }
}

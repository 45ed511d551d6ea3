package dev.theseus.domain.plan;

import java.time.Duration;

/**
 * Checks spans of time. Not in the class that has the defaults: a part of those would begin it before its own is made.
 */
final class Durations {

    private Durations() {}

    static void requireNotNegative(String what, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(what + " is zero or more, not " + value);
        }
    }

    static void requirePositive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " is more than zero, not " + value);
        }
    }
}

package dev.theseus.jdbc.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether the relay gains on the writes: while it retires at least what is logged, or lags little, it may rest. Entries
 * of tables that are not relayed yet count as logged, so in doubt it loses. Measured by one thread, read by others.
 */
final class Ground {

    private static final Duration SMALL = Duration.ofSeconds(2);
    private static final long SPAN = Duration.ofSeconds(3).toNanos();

    private final Deque<Measured> recent = new ArrayDeque<>();
    private final AtomicReference<Course> course = new AtomicReference<>(Course.GAINING);

    /**
     * @param lag age of the oldest entry
     * @param logged the highest id given out
     * @param retired entries, since the relay was started
     * @param at in nanoseconds of the system's timer
     */
    record Measured(Duration lag, long logged, long retired, long at) {}

    /** Which way it goes. */
    enum Course {
        GAINING,
        LOSING
    }

    void add(Measured now) {
        recent.addLast(now);
        while (now.at() - recent.getFirst().at() > SPAN) {
            recent.removeFirst();
        }
        Measured before = recent.getFirst();
        boolean gains = now.retired() - before.retired() >= now.logged() - before.logged();
        course.set(gains || now.lag().compareTo(SMALL) <= 0 ? Course.GAINING : Course.LOSING);
    }

    Course course() {
        return course.get();
    }
}

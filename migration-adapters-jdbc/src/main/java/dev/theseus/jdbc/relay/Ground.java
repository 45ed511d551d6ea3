package dev.theseus.jdbc.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether the relay gains on the writes, by the age of the oldest entry: while that falls, or is small, it may rest.
 * Measured by one thread, read by others.
 */
final class Ground {

    private static final Duration SMALL = Duration.ofSeconds(2);
    private static final long SPAN = Duration.ofSeconds(3).toNanos();

    private final Deque<Measured> recent = new ArrayDeque<>();
    private final AtomicReference<Course> course = new AtomicReference<>(Course.GAINING);

    private record Measured(Duration age, long at) {}

    /** Which way it goes. */
    enum Course {
        GAINING,
        LOSING
    }

    /**
     * @param age of the oldest entry
     * @param at of the measurement, in nanoseconds of the system's timer
     */
    void measured(Duration age, long at) {
        recent.addLast(new Measured(age, at));
        while (at - recent.getFirst().at() > SPAN) {
            recent.removeFirst();
        }
        boolean loses =
                age.compareTo(SMALL) > 0 && age.compareTo(recent.getFirst().age()) > 0;
        course.set(loses ? Course.LOSING : Course.GAINING);
    }

    Course course() {
        return course.get();
    }
}

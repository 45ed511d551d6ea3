package dev.theseus.app.status;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the databases say of something that changes seldom, or not without an event: asked again when there are more
 * events, and after some time. Used by one thread.
 */
final class Kept<T> {

    private final Predicate<T> lasts;
    private final long longest;
    private @Nullable Answer<T> last;

    /**
     * @param longest that an answer is kept
     * @param lasts whether one is kept at all
     */
    Kept(Duration longest, Predicate<T> lasts) {
        this.longest = longest.toNanos();
        this.lasts = lasts;
    }

    private record Answer<T>(T value, long version, long at) {}

    /** @param version number of the events */
    T get(long version, Supplier<T> question) {
        Answer<T> before = last;
        if (before != null && before.version() == version && System.nanoTime() - before.at() < longest) {
            return before.value();
        }
        long at = System.nanoTime();
        T value = question.get();
        last = lasts.test(value) ? new Answer<>(value, version, at) : null;
        return value;
    }
}

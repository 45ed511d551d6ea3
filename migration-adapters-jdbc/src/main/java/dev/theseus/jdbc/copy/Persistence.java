package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.DatabaseUnavailable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Repeats what failed because a server was away, with growing pauses, until it succeeds. */
final class Persistence {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private Persistence() {}

    /** Something that needs a server. */
    interface Attempt<T> {
        T make() throws InterruptedException;
    }

    static <T> T persist(Attempt<T> attempt) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            requireUninterrupted();
            try {
                return attempt.make();
            } catch (DatabaseUnavailable e) {
                // the answer may be lost because this thread is to stop
                requireUninterrupted();
                Thread.sleep(pause.toMillis() + ThreadLocalRandom.current().nextLong(pause.toMillis()));
                pause = longer(pause);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private static void requireUninterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("The copy was interrupted");
        }
    }
}

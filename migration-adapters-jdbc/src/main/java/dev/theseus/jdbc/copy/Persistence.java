package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.GrowingRest;
import java.util.concurrent.ThreadLocalRandom;

/** Repeats what failed because a server was away, with growing pauses, until it succeeds. */
final class Persistence {

    private Persistence() {}

    /** Something that needs a server. */
    interface Attempt<T> {
        T make() throws InterruptedException;
    }

    static <T> T persist(Attempt<T> attempt) throws InterruptedException {
        GrowingRest pause = GrowingRest.WHILE_AWAY;
        while (true) {
            requireUninterrupted();
            try {
                return attempt.make();
            } catch (DatabaseUnavailable e) {
                // the answer may be lost because this thread is to stop
                requireUninterrupted();
                long millis = pause.next().toMillis();
                Thread.sleep(millis + ThreadLocalRandom.current().nextLong(millis));
                pause = pause.grown();
            }
        }
    }

    private static void requireUninterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("The copy was interrupted");
        }
    }
}

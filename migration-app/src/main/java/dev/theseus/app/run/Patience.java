package dev.theseus.app.run;

import dev.theseus.domain.database.DatabaseUnavailable;
import java.time.Duration;

/** Repeats work for as long as a server is away, with growing rests. */
final class Patience {

    private static final Duration FIRST_REST = Duration.ofMillis(200);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final RunListener listener;

    Patience(RunListener listener) {
        this.listener = listener;
    }

    /** Work that may meet a server that is away. */
    @FunctionalInterface
    interface Attempt {
        void make() throws InterruptedException;
    }

    void insist(Attempt attempt) throws InterruptedException {
        Duration rest = FIRST_REST;
        while (true) {
            try {
                attempt.make();
                return;
            } catch (DatabaseUnavailable e) {
                listener.waits(e.getMessage() + "; trying again");
                Thread.sleep(rest);
                rest = rest.multipliedBy(2).compareTo(LONGEST_REST) < 0 ? rest.multipliedBy(2) : LONGEST_REST;
            }
        }
    }
}

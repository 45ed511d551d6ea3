package dev.theseus.app.run;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.GrowingRest;

/** Repeats work for as long as a server is away, with growing rests. */
final class Patience {

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
        GrowingRest rest = GrowingRest.WHILE_AWAY;
        while (true) {
            try {
                attempt.make();
                return;
            } catch (DatabaseUnavailable e) {
                listener.waits(e.getMessage() + "; trying again");
                Thread.sleep(rest.next());
                rest = rest.grown();
            }
        }
    }
}

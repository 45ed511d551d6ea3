package dev.theseus.app.run;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.migration.Incident;
import java.time.Duration;
import java.util.function.Consumer;

/** Repeats work for as long as a server is away, with growing rests, and reports that it went and that it came back. */
final class Patience {

    private static final Duration FIRST_REST = Duration.ofMillis(200);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final Consumer<Incident> incidents;
    private final RunListener listener;

    Patience(Consumer<Incident> incidents, RunListener listener) {
        this.incidents = incidents;
        this.listener = listener;
    }

    /** Work that may meet a server that is away. */
    @FunctionalInterface
    interface Attempt {
        void make() throws InterruptedException;
    }

    void insist(Attempt attempt) throws InterruptedException {
        Duration rest = FIRST_REST;
        DatabaseUnavailable away = null;
        while (true) {
            try {
                attempt.make();
                if (away != null) {
                    incidents.accept(new Incident.ServerBack(away.side()));
                }
                return;
            } catch (DatabaseUnavailable e) {
                if (away == null) {
                    incidents.accept(new Incident.ServerAway(e.side()));
                }
                away = e;
                listener.waits(e.getMessage() + "; trying again");
                Thread.sleep(rest);
                rest = rest.multipliedBy(2).compareTo(LONGEST_REST) < 0 ? rest.multipliedBy(2) : LONGEST_REST;
            }
        }
    }
}

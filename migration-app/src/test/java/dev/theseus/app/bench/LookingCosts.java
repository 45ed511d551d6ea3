package dev.theseus.app.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What processor time a look that a page is sent and an answer to a request take, of the server and of the databases
 * that it asks, while nobody writes. Sent to many at once a look costs each of them less, so it is measured at as many
 * as the contest has.
 */
final class LookingCosts {

    private final ServedMigration served;
    private final Crowd crowd;
    private final Duration time;
    private final PrintStream out;

    /** @param time that each measurement takes */
    LookingCosts(ServedMigration served, Crowd crowd, Duration time, PrintStream out) {
        this.served = served;
        this.crowd = crowd;
        this.time = time;
        this.out = out;
    }

    /** Processors that were busy. */
    private record Busy(double server, double databases) {

        Busy beyond(Busy idle) {
            return new Busy(server - idle.server, databases - idle.databases);
        }

        double both() {
            return server + databases;
        }
    }

    void measure() throws Exception {
        Told pages = of(ConsoleContest.PAGES, 0);
        Told requests = of(0, ConsoleContest.REQUESTS);
        // last, when all is compiled that will be
        Busy idle = busy();
        Busy without = withoutServer();
        Busy alone = idle.beyond(without);
        out.printf(
                "  %-30s server %.3f and databases %.3f processors%n",
                "nobody looks", alone.server(), alone.databases());
        print(ConsoleContest.PAGES + " pages", pages.busy().beyond(idle), "a look", pages.looks());
        print(ConsoleContest.REQUESTS + " requests/s", requests.busy().beyond(idle), "an answer", requests.answers());
    }

    /** What was used for how much in a second. */
    private record Told(Busy busy, double looks, double answers) {}

    private Told of(int pages, int requests) throws Exception {
        try (Crowd.Look look = crowd.look(pages, requests)) {
            Busy busy = busy();
            Crowd.Told told = look.told(Duration.ZERO);
            if (!told.isAll(pages, requests)) {
                throw new IllegalStateException(
                        "%d pages, %d requests/s: it was no crowd, with %s".formatted(pages, requests, told));
            }
            return new Told(busy, told.looks() / told.seconds(), told.answers() / told.seconds());
        }
    }

    @SuppressWarnings("try") // whoever is frozen has nothing to do
    private Busy withoutServer() throws Exception {
        try (Frozen nobody = Frozen.all(served.server(), crowd.process())) {
            return busy();
        }
    }

    private Busy busy() throws InterruptedException {
        long begun = System.nanoTime();
        Duration server = served.used();
        Duration databases = served.databasesUsed();
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        double took = System.nanoTime() - begun;
        return new Busy(
                served.used().minus(server).toNanos() / took,
                served.databasesUsed().minus(databases).toNanos() / took);
    }

    private void print(String who, Busy more, String what, double perSecond) {
        out.printf(
                "  %-30s server %.3f and databases %.3f processors more than alone, %.3f ms for %s%n",
                who, more.server(), more.databases(), more.both() * 1e3 / perSecond, what);
    }
}

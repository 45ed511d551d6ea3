package dev.theseus.app.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Many who look at a migration: pages that stay open, and programs that ask. They count what comes and do nothing with
 * it, so that little of what is measured is theirs.
 */
final class Crowd implements AutoCloseable {

    private static final List<String> QUESTIONS = List.of(
            ServedMigration.PATH,
            ServedMigration.PATH + "/status",
            ServedMigration.PATH + "/history",
            ServedMigration.PATH + "/audit?order=newest-first&limit=30",
            ServedMigration.PATH + "/checkpoints",
            "/api/v1/metrics");

    private static final long ENOUGH = TimeUnit.SECONDS.toNanos(30);
    private static final double KEPT = 0.9;

    private final int pages;
    private final int requests;
    private final OpenPages watching;
    private final Asking asking;
    private long begun;

    private Crowd(int pages, int requests, OpenPages watching, Asking asking) {
        this.pages = pages;
        this.requests = requests;
        this.watching = watching;
        this.asking = asking;
    }

    /**
     * Begins to look; all pages are open when this returns.
     *
     * @param requests in a second
     */
    static Crowd gather(ServedMigration served, int pages, int requests) throws IOException, InterruptedException {
        Crowd crowd = new Crowd(
                pages,
                requests,
                OpenPages.open(served.door(), ServedMigration.PATH + "/events", pages),
                new Asking(served.door(), QUESTIONS));
        long begun = System.nanoTime();
        while (crowd.watching.looks() < pages) {
            if (System.nanoTime() - begun > ENOUGH) {
                throw new IllegalStateException("Pages were not opened: " + crowd.watching.looks());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        crowd.watching.reset();
        crowd.begun = System.nanoTime();
        crowd.asking.begin(requests);
        return crowd;
    }

    /**
     * What it was answered.
     *
     * @param looks sent to all pages together
     * @param answers to requests
     */
    record Told(double seconds, long looks, long answers) {

        @Override
        public String toString() {
            return "%,.0f looks/s sent, %.1f requests/s answered".formatted(looks / seconds, answers / seconds);
        }
    }

    /** @throws IllegalStateException if it was less than it asked for: then it was no crowd */
    Told told() {
        Told told = new Told((System.nanoTime() - begun) / 1e9, watching.looks(), asking.answers());
        if (asking.refused() > 0
                || told.looks() < told.seconds() * pages * KEPT / 2
                || told.answers() < told.seconds() * requests * KEPT) {
            throw new IllegalStateException(
                    "%d pages, %d requests/s: %s, and %d were not".formatted(pages, requests, told, asking.refused()));
        }
        return told;
    }

    @Override
    public void close() throws IOException {
        asking.close();
        watching.close();
    }
}

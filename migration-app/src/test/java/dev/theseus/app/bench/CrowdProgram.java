package dev.theseus.app.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What looks at a migration in place of people and programs elsewhere: pages that stay open, and requests. Counts what
 * comes and does nothing with it. Each line that it reads it answers with what it was sent so far; where there are no
 * more, it ends.
 */
public final class CrowdProgram {

    /** Environment variable with what goes into the Authorization header. */
    static final String AUTHORIZATION = "CROWD_AUTHORIZATION";

    /** What it says when all pages are open. */
    static final String GATHERED = "gathered";

    private static final List<String> QUESTIONS = List.of(
            ServedMigration.PATH,
            ServedMigration.PATH + "/status",
            ServedMigration.PATH + "/history",
            ServedMigration.PATH + "/audit?order=newest-first&limit=30",
            ServedMigration.PATH + "/checkpoints",
            "/api/v1/metrics");

    private static final long ENOUGH = TimeUnit.SECONDS.toNanos(60);

    private CrowdProgram() {}

    /** Arguments: address of the server, number of pages, requests in a second. */
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        ServedMigration.Door door = new ServedMigration.Door(
                URI.create(arguments[0]), System.getenv().getOrDefault(AUTHORIZATION, ""));
        int pages = Integer.parseInt(arguments[1]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (OpenPages watching = OpenPages.open(door, ServedMigration.PATH + "/events", pages);
                Asking asking = new Asking(door, QUESTIONS);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            awaitLooks(watching, pages);
            watching.reset();
            long begun = System.nanoTime();
            asking.begin(Integer.parseInt(arguments[2]));
            out.println(GATHERED);
            while (in.readLine() != null) {
                double seconds = (System.nanoTime() - begun) / 1e9;
                out.println(new Crowd.Told(seconds, watching.looks(), asking.answers(), asking.refused()).line());
            }
        }
    }

    private static void awaitLooks(OpenPages watching, int pages) throws InterruptedException {
        long begun = System.nanoTime();
        while (watching.looks() < pages) {
            if (System.nanoTime() - begun > ENOUGH) {
                throw new IllegalStateException("Pages were not opened: " + watching.looks());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}

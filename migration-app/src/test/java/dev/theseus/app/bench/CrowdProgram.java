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
 * comes and does nothing with it. It does what the lines say that it reads, and answers each; where there are no more,
 * it ends.
 */
public final class CrowdProgram {

    /** Environment variable with what goes into the Authorization header. */
    static final String AUTHORIZATION = "CROWD_AUTHORIZATION";

    /** Begins to look: the word, a number of pages, and of requests in a second. */
    static final String LOOK = "look";

    /** Answers what was sent since all pages were open. */
    static final String TELL = "tell";

    /** Closes everything that was opened. */
    static final String LEAVE = "leave";

    private static final List<String> QUESTIONS = List.of(
            ServedMigration.PATH,
            ServedMigration.PATH + "/status",
            ServedMigration.PATH + "/history",
            ServedMigration.PATH + "/audit?order=newest-first&limit=30",
            ServedMigration.PATH + "/checkpoints",
            "/api/v1/metrics");

    private static final long ENOUGH = TimeUnit.SECONDS.toNanos(60);

    private CrowdProgram() {}

    /** Argument: address of the server. */
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        ServedMigration.Door door = new ServedMigration.Door(
                URI.create(arguments[0]), System.getenv().getOrDefault(AUTHORIZATION, ""));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                if (!words[0].equals(LOOK)) {
                    throw new IllegalArgumentException(line);
                }
                look(door, Integer.parseInt(words[1]), Integer.parseInt(words[2]), in, out);
            }
        }
    }

    private static void look(ServedMigration.Door door, int pages, int requests, BufferedReader in, PrintStream out)
            throws Exception {
        try (OpenPages watching = OpenPages.open(door, ServedMigration.PATH + "/events", pages);
                Asking asking = new Asking(door, QUESTIONS)) {
            awaitLooks(watching, pages);
            watching.reset();
            long begun = System.nanoTime();
            asking.begin(requests);
            out.println(LOOK);
            while (TELL.equals(in.readLine())) {
                double seconds = (System.nanoTime() - begun) / 1e9;
                out.println(new Crowd.Told(seconds, watching.looks(), asking.answers(), asking.refused()).line());
            }
        }
        out.println(LEAVE);
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

package dev.theseus.app.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Many who look at a migration, in a process of their own that takes what others leave of the processors: in earnest
 * they are on other machines.
 */
final class Crowd implements AutoCloseable {

    /** Of the looks and the answers that it should get. */
    private static final double KEPT = 0.9;

    private static final List<String> SMALL = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final int pages;
    private final int requests;
    private final Process program;
    private final BufferedReader said;

    private Crowd(int pages, int requests, Process program) {
        this.pages = pages;
        this.requests = requests;
        this.program = program;
        this.said = program.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Begins to look; all pages are open when this returns.
     *
     * @param requests in a second
     */
    static Crowd gather(ServedMigration served, int pages, int requests) throws IOException, InterruptedException {
        ServedMigration.Door door = served.door();
        ProcessBuilder builder = new ProcessBuilder(Command.aside(Command.java(
                SMALL,
                CrowdProgram.class.getName(),
                door.address().toString(),
                Integer.toString(pages),
                Integer.toString(requests))));
        builder.environment().put(CrowdProgram.AUTHORIZATION, door.authorization());
        Crowd crowd = new Crowd(
                pages,
                requests,
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        String first = crowd.said.readLine();
        if (!CrowdProgram.GATHERED.equals(first)) {
            crowd.close();
            throw new IllegalStateException("The crowd did not gather: " + first);
        }
        return crowd;
    }

    /**
     * What it was answered.
     *
     * @param looks sent to all pages together
     * @param answers to requests
     * @param refused requests
     */
    record Told(double seconds, long looks, long answers, long refused) {

        static Told of(String line) {
            String[] words = line.split(" ", -1);
            return new Told(
                    Double.parseDouble(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]));
        }

        String line() {
            return seconds + " " + looks + " " + answers + " " + refused;
        }

        @Override
        public String toString() {
            return "%,.0f looks/s sent, %.1f requests/s answered".formatted(looks / seconds, answers / seconds);
        }
    }

    /** @throws IllegalStateException if it was less than it asked for: then it was no crowd */
    Told told() throws IOException {
        program.outputWriter(StandardCharsets.UTF_8).append("told\n").flush();
        Told told = Told.of(said.readLine());
        if (told.refused() > 0
                || told.looks() < told.seconds() * pages * KEPT / 2
                || told.answers() < told.seconds() * requests * KEPT) {
            throw new IllegalStateException(
                    "%d pages, %d requests/s: %s, and %d were not".formatted(pages, requests, told, told.refused()));
        }
        return told;
    }

    @Override
    public void close() {
        try {
            program.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            program.destroy();
            program.onExit().join();
        }
    }
}

package dev.theseus.app.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Many who look at a migration, in a process of their own that takes what others leave of the processors: in earnest
 * they are on other machines.
 */
final class Crowd implements AutoCloseable {

    /** Of the looks and the answers that it should get. */
    private static final double KEPT = 0.8;

    private static final List<String> SMALL = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process program;
    private final BufferedReader said;

    private Crowd(Process program) {
        this.program = program;
        this.said = program.inputReader(StandardCharsets.UTF_8);
    }

    /** Who may look at a migration, and does not yet. */
    static Crowd of(ServedMigration served, IdleGroup aside) throws IOException, InterruptedException {
        ServedMigration.Door door = served.door();
        ProcessBuilder builder = new ProcessBuilder(aside.with(
                Command.java(SMALL, CrowdProgram.class.getName(), door.address().toString())));
        builder.environment().put(CrowdProgram.AUTHORIZATION, door.authorization());
        return new Crowd(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /**
     * Begins to look; all pages are open when this returns. One look at a time.
     *
     * @param requests in a second
     */
    Look look(int pages, int requests) throws IOException {
        return new Look(pages, requests);
    }

    ProcessHandle process() {
        return program.toHandle();
    }

    private String ask(String line) throws IOException {
        program.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
        String answer = said.readLine();
        if (answer == null) {
            throw new IllegalStateException("The crowd ended when it was told to " + line);
        }
        return answer;
    }

    /** Open pages and requests, until it is closed. */
    final class Look implements AutoCloseable {

        private Look(int pages, int requests) throws IOException {
            ask(CrowdProgram.LOOK + " " + pages + " " + requests);
        }

        /** @param frozen for how long it and the server were */
        Told told(Duration frozen) throws IOException {
            return Told.of(ask(CrowdProgram.TELL)).without(frozen);
        }

        @Override
        public void close() throws IOException {
            ask(CrowdProgram.LEAVE);
        }
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

        private Told without(Duration frozen) {
            return new Told(seconds - frozen.toNanos() / 1e9, looks, answers, refused);
        }

        /** Whether it was about what so many pages and requests in a second should get. */
        boolean isAll(int pages, int requests) {
            return refused == 0 && looks >= seconds * pages * KEPT / 2 && answers >= seconds * requests * KEPT;
        }

        String line() {
            return seconds + " " + looks + " " + answers + " " + refused;
        }

        @Override
        public String toString() {
            return "%,.0f looks/s sent, %.1f requests/s answered, %d requests refused"
                    .formatted(looks / seconds, answers / seconds, refused);
        }
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

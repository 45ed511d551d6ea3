package dev.theseus.app.server.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of a command.
 *
 * @param command its name
 * @param outcome whether it is done
 * @param version of the migration afterwards
 * @param exitCode that the command line would have ended with
 * @param result what the command line prints with {@code --json}
 * @param lines what the command line prints as text, where that was asked for
 * @param notes for people
 * @param waiting what waits for another person; null if nothing does
 */
record CommandAnswer(
        String command,
        Outcome outcome,
        long version,
        int exitCode,
        @Nullable JsonNode result,
        List<String> lines,
        List<String> notes,
        @Nullable Waiting waiting) {

    /** Whether it is done. */
    enum Outcome {
        DONE,
        /** It goes on: in the run, or in the server. */
        BEGUN,
        /** Another person has to agree. */
        WAITING
    }

    /** @param what by which name it is approved */
    record Waiting(String what, String askedBy) {}

    static CommandAnswer of(String command, Outcome outcome, long version, Printed printed) {
        return new CommandAnswer(
                command,
                outcome,
                version,
                printed.exitCode(),
                printed.result(),
                printed.lines(),
                printed.notes(),
                null);
    }

    static CommandAnswer begun(String command, long version, String note) {
        return new CommandAnswer(command, Outcome.BEGUN, version, 0, null, List.of(note), List.of(), null);
    }

    static CommandAnswer waiting(String command, long version, Waiting waiting) {
        return new CommandAnswer(
                command,
                Outcome.WAITING,
                version,
                0,
                null,
                List.of("It waits for somebody else's approval of \"" + waiting.what() + "\"."),
                List.of(),
                waiting);
    }

    int status() {
        return outcome == Outcome.DONE ? 200 : 202;
    }
}

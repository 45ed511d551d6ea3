package dev.theseus.app.remote;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Follows at a server what a command began there, or what waits for somebody else's approval, to its end. */
final class RemoteTransfer {

    private static final Duration LOOK = Duration.ofMillis(300);

    /**
     * What was approved is no longer waiting, and not begun yet, for the time that it takes to measure for its gate.
     */
    private static final int QUIET = 20;

    private final ServerClient server;
    private final Console console;
    private final String waitingFor;
    private final List<String> events = new ArrayList<>();
    private int quietLooks;

    /** @param waitingFor what has to be approved first; empty if nothing has */
    RemoteTransfer(ServerClient server, Console console, String waitingFor) {
        this.server = server;
        this.console = console;
        this.waitingFor = waitingFor;
    }

    /** @param before the version of the migration before the command */
    ExitCode follow(long before) throws InterruptedException {
        long seen = before;
        while (true) {
            JsonNode migration = server.get("");
            seen = take(seen);
            if (isGoingOn(migration)) {
                quietLooks = 0;
            } else if (events.stream().anyMatch(RemoteTransfer::isEnd) || ++quietLooks > QUIET) {
                return end(migration);
            }
            Thread.sleep(LOOK);
        }
    }

    private boolean isGoingOn(JsonNode migration) {
        boolean waits = StreamSupport.stream(migration.path("approvals").spliterator(), false)
                .anyMatch(a -> a.path("what").asString("").equals(waitingFor));
        JsonNode transfer = migration.path("authority").path("transfer");
        return waits || transfer.isObject();
    }

    private long take(long seen) throws InterruptedException {
        long next = seen;
        JsonNode page = server.get("/audit?limit=500&cursor=" + seen);
        for (JsonNode line : page.path("items")) {
            next = line.path("sequence").asLong() + 1;
            events.add(line.path("event").asString(""));
            if (console.form() == Console.Form.TEXT) {
                console.line("  %s  %s  %s"
                        .formatted(
                                line.path("at").asString(""),
                                line.path("event").asString(""),
                                line.path("actor").asString("")));
            }
        }
        return next;
    }

    private ExitCode end(JsonNode migration) {
        String phase = migration.path("phase").asString("");
        if (events.contains("migration.transfer-aborted")) {
            console.note("It was given up; `theseus status` says why.");
            return ExitCode.STOPPED;
        }
        if (events.stream().noneMatch(RemoteTransfer::isEnd)) {
            console.note("Nothing was done: it was withdrawn, or the gate was closed when it was approved.");
            return ExitCode.STOPPED;
        }
        if (console.form() == Console.Form.TEXT) {
            console.line("Done; the migration is in phase " + phase + ".");
        }
        return ExitCode.DONE;
    }

    private static boolean isEnd(String event) {
        return List.of(
                        "migration.cutover-completed",
                        "migration.checkpoint-restored",
                        "migration.transfer-aborted",
                        "migration.phase-entered")
                .contains(event);
    }
}

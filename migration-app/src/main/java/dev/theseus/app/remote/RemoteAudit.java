package dev.theseus.app.remote;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Prints the trail of a migration, page by page. */
final class RemoteAudit {

    private final ServerClient server;
    private final Console console;

    RemoteAudit(ServerClient server, Console console) {
        this.server = server;
        this.console = console;
    }

    ExitCode print() throws InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "0";
        while (!cursor.isEmpty()) {
            JsonNode page = server.get("/audit?limit=500&cursor=" + cursor);
            page.path("items").forEach(all::add);
            cursor = page.path("next").asString("");
        }
        if (console.form() == Console.Form.JSON) {
            console.json(all);
        } else {
            all.forEach(line -> console.line("%5d  %-27s  %-12s  %-34s  %s"
                    .formatted(
                            line.path("sequence").asLong(),
                            line.path("at").asString(""),
                            line.path("actor").asString(""),
                            line.path("event").asString(""),
                            line.path("reason").asString(""))));
        }
        return ExitCode.DONE;
    }
}

package dev.theseus.app.server.api;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.server.watch.LiveFeed;
import dev.theseus.app.server.watch.LiveFeed.Moment;
import dev.theseus.app.server.watch.Served;
import dev.theseus.app.status.StatusLines;
import java.security.Principal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers with what the command line prints. */
@RestController
final class OperationsController {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Served served;
    private final LiveFeed feed;

    OperationsController(Served served, LiveFeed feed) {
        this.served = served;
        this.feed = feed;
    }

    @GetMapping("/api/v1/migrations/{migration}/status")
    Printed status(
            @PathVariable String migration, @RequestParam(required = false) @Nullable String form, Principal somebody)
            throws InterruptedException {
        Migrations.require(served, migration);
        return printed(migration, form, somebody, status(feed.now(PATIENCE)));
    }

    /** However many ask, one look answers them. Where it saw nothing, the operation says why. */
    private static Command.Act status(Moment now) {
        if (now.problem().isPresent() || now.view().version() == 0) {
            return (operations, order, console) -> operations.status(order, console);
        }
        return (operations, order, console) -> {
            if (console.form() == Console.Form.JSON) {
                console.json(now.status());
            } else {
                StatusLines.of(now.status()).forEach(console::line);
            }
            return ExitCode.DONE;
        };
    }

    @GetMapping("/api/v1/migrations/{migration}/checkpoints")
    Printed checkpoints(
            @PathVariable String migration, @RequestParam(required = false) @Nullable String form, Principal somebody)
            throws InterruptedException {
        return printed(
                migration, form, somebody, (operations, order, console) -> operations.checkpoints(order, console));
    }

    @GetMapping("/api/v1/migrations/{migration}/definitions")
    Printed definitions(
            @PathVariable String migration, @RequestParam(required = false) @Nullable String form, Principal somebody)
            throws InterruptedException {
        return printed(
                migration, form, somebody, (operations, order, console) -> operations.definitions(order, console));
    }

    private Printed printed(String migration, @Nullable String form, Principal somebody, Command.Act act)
            throws InterruptedException {
        Migrations.require(served, migration);
        return Printed.by(served.operations(), served.order(somebody.getName(), "look"), act, Printed.form(form));
    }
}

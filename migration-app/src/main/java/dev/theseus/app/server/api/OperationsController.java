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
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Answers with what the command line prints. */
@RestController
final class OperationsController {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Served served;
    private final LiveFeed feed;
    private final JsonMapper json;
    private final LastAnswer status = new LastAnswer();
    private final LastAnswer checkpoints = new LastAnswer();

    OperationsController(Served served, LiveFeed feed, JsonMapper json) {
        this.served = served;
        this.feed = feed;
        this.json = json;
    }

    /** What an answer is made of, in the form that was asked for. */
    private record Made(long number, Console.Form form) {}

    @GetMapping("/api/v1/migrations/{migration}/status")
    ResponseEntity<byte[]> status(
            @PathVariable String migration, @RequestParam(required = false) @Nullable String form, Principal somebody)
            throws InterruptedException {
        Migrations.require(served, migration);
        Moment now = feed.now(PATIENCE);
        return shared(status, new Made(now.tick(), Printed.form(form)), somebody, status(now));
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
    ResponseEntity<byte[]> checkpoints(
            @PathVariable String migration, @RequestParam(required = false) @Nullable String form, Principal somebody)
            throws InterruptedException {
        Migrations.require(served, migration);
        // made of the events alone
        return shared(
                checkpoints,
                new Made(feed.version(), Printed.form(form)),
                somebody,
                (operations, order, console) -> operations.checkpoints(order, console));
    }

    @GetMapping("/api/v1/migrations/{migration}/definitions")
    Printed definitions(
            @PathVariable String migration, @RequestParam(required = false) @Nullable String form, Principal somebody)
            throws InterruptedException {
        Migrations.require(served, migration);
        return printed(
                Printed.form(form), somebody, (operations, order, console) -> operations.definitions(order, console));
    }

    private ResponseEntity<byte[]> shared(LastAnswer last, Made made, Principal somebody, Command.Act act)
            throws InterruptedException {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(last.from(made, () -> json.writeValueAsBytes(printed(made.form(), somebody, act))));
    }

    private Printed printed(Console.Form form, Principal somebody, Command.Act act) throws InterruptedException {
        return Printed.by(served.operations(), served.order(somebody.getName(), "look"), act, form);
    }
}

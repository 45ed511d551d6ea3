package dev.theseus.app.server.api;

import dev.theseus.app.server.watch.Served;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers with what the command line prints. */
@RestController
final class OperationsController {

    private final Served served;

    OperationsController(Served served) {
        this.served = served;
    }

    @GetMapping("/api/v1/migrations/{migration}/status")
    Printed status(
            @PathVariable String migration, @RequestParam(required = false) @Nullable String form, Principal somebody)
            throws InterruptedException {
        return printed(migration, form, somebody, (operations, order, console) -> operations.status(order, console));
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

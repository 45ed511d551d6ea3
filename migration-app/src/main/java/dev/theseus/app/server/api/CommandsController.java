package dev.theseus.app.server.api;

import dev.theseus.app.server.api.CommandRequest.Conditions;
import dev.theseus.app.server.api.CommandRequest.Sender;
import dev.theseus.app.server.watch.Served;
import dev.theseus.domain.access.KeptAnswers.Answer;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Takes the commands. */
@RestController
final class CommandsController {

    private final Served served;
    private final CommandDesk desk;

    CommandsController(Served served, CommandDesk desk) {
        this.served = served;
        this.desk = desk;
    }

    @PostMapping("/api/v1/migrations/{migration}/commands/{command}")
    ResponseEntity<String> give(
            @PathVariable String migration,
            @PathVariable String command,
            @RequestParam(required = false) @Nullable String form,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody JsonNode body,
            Principal somebody,
            HttpServletRequest http)
            throws InterruptedException {
        Migrations.require(served, migration);
        Answer answer = desk.take(new CommandRequest(
                command,
                body,
                Printed.form(form),
                new Sender(somebody.getName(), http.getRemoteAddr(), http.getRequestURI()),
                new Conditions(Optional.ofNullable(ifMatch), Optional.ofNullable(key))));
        return ResponseEntity.status(answer.status())
                .contentType(answer.status() < 400 ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_PROBLEM_JSON)
                .body(answer.body());
    }
}

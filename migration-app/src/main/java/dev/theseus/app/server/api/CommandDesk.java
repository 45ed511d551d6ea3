package dev.theseus.app.server.api;

import dev.theseus.app.cli.Console;
import dev.theseus.app.server.api.CommandAnswer.Outcome;
import dev.theseus.app.server.api.CommandRequest.Sender;
import dev.theseus.app.server.door.AccessNotes;
import dev.theseus.app.server.problem.Problem;
import dev.theseus.app.server.problem.ProblemWriter;
import dev.theseus.app.server.watch.LiveFeed;
import dev.theseus.app.server.watch.RunHere;
import dev.theseus.app.server.watch.Served;
import dev.theseus.domain.access.AccessEvent;
import dev.theseus.domain.access.ApprovalRequest;
import dev.theseus.domain.access.KeptAnswers.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes commands: once for each key, upon what the sender has seen, with as many eyes as they need, by the operations
 * of the command line. One at a time, so that of two people who decide upon the same the second one sees what the first
 * one did. What is refused is noted. Safe for several threads.
 */
final class CommandDesk {

    private final Served served;
    private final LiveFeed feed;
    private final AccessNotes notes;
    private final FourEyes eyes;
    private final Once once;
    private final JsonMapper json;
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicBoolean comparing = new AtomicBoolean();

    CommandDesk(Served served, LiveFeed feed, AccessNotes notes, FourEyes eyes, JsonMapper json) {
        this.served = served;
        this.feed = feed;
        this.notes = notes;
        this.eyes = eyes;
        this.once = new Once(served.room().access().answers());
        this.json = json;
    }

    Answer take(CommandRequest request) throws InterruptedException {
        try {
            return once.answer(request, notes.now(), () -> answered(request));
        } catch (RuntimeException refused) {
            return refused(refused, request);
        }
    }

    private Answer answered(CommandRequest request) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            requireSeen(request);
            CommandAnswer answer = carryOut(request);
            return new Answer(answer.status(), json.writeValueAsString(answer));
        } catch (RuntimeException refused) {
            return refused(refused, request);
        } finally {
            feed.outdate();
            turn.unlock();
        }
    }

    private Answer refused(RuntimeException failure, CommandRequest request) {
        Sender sender = request.sender();
        Problem problem = Problems.of(failure, sender.path());
        if (problem.status() < 500 && problem.status() != 400 && problem.status() != 404) {
            notes.refused(
                    new AccessEvent.RequestRefused(
                            notes.now(), sender.from(), "POST " + sender.path(), problem.status(), problem.detail()),
                    sender.name(),
                    reasonIn(request.body()));
        }
        return new Answer(problem.status(), ProblemWriter.text(problem));
    }

    private static String reasonIn(JsonNode body) {
        return body.path("reason").asString("");
    }

    private void requireSeen(CommandRequest request) {
        String seen = request.conditions().ifMatch().orElseThrow(Conflict::versionWanted);
        String now = Versions.tag(version());
        if (Arrays.stream(seen.split(",", -1))
                .map(String::strip)
                .noneMatch(tag -> tag.equals("*") || tag.equals(now))) {
            throw Conflict.changed(version());
        }
    }

    private long version() {
        return served.room().plane().version(served.migration());
    }

    private CommandAnswer carryOut(CommandRequest request) throws InterruptedException {
        return switch (request.command()) {
            case "approve" -> approve(request);
            case "withdraw" -> withdraw(request);
            case "run" -> run(request);
            default -> {
                Command command = CommandBook.read(request.command(), request.body());
                yield eyes.isNeeded(command) ? ask(command, request) : carryOut(command, request);
            }
        };
    }

    private CommandAnswer ask(Command command, CommandRequest request) {
        ApprovalRequest waiting = eyes.ask(command, request);
        return CommandAnswer.waiting(command.name(), version(), new CommandAnswer.Waiting(waiting.id(), waiting.by()));
    }

    private CommandAnswer approve(CommandRequest request) throws InterruptedException {
        Bodies.Approval body = CommandBook.read(request.body(), Bodies.Approval.class);
        String what = CommandBook.required("what", body.what());
        String reason = CommandBook.reason(body.reason());
        String approver = request.sender().name();
        Optional<ApprovalRequest> waited = eyes.approve(what, approver, reason);
        if (waited.isPresent()) {
            return inNameOf(waited.get(), approver, reason, request.form());
        }
        Printed printed = Printed.by(
                served.operations(),
                served.order(approver, reason),
                (operations, order, console) -> operations.approve(order, what, console),
                request.form());
        return CommandAnswer.of("approve", Outcome.DONE, version(), printed);
    }

    private CommandAnswer inNameOf(ApprovalRequest asked, String approver, String reason, Console.Form form)
            throws InterruptedException {
        Command command = CommandBook.read(asked.command(), json.readTree(asked.body()));
        return carryOut(
                command, asked.by(), "%s (approved by %s: %s)".formatted(asked.reason(), approver, reason), form);
    }

    private CommandAnswer run(CommandRequest request) throws InterruptedException {
        String reason = CommandBook.reason(
                CommandBook.read(request.body(), Bodies.Plain.class).reason());
        RunHere here = served.run().orElseThrow(Conflict::runsElsewhere);
        return switch (here.begin(request.sender().name(), reason)) {
            case BEGUN -> CommandAnswer.begun("run", version(), "The run has begun.");
            case WORKS_ALREADY -> throw Conflict.runs();
        };
    }

    private CommandAnswer withdraw(CommandRequest request) {
        Bodies.Approval body = CommandBook.read(request.body(), Bodies.Approval.class);
        ApprovalRequest taken = eyes.withdraw(
                CommandBook.required("what", body.what()), request.sender().name(), CommandBook.reason(body.reason()));
        return CommandAnswer.of(
                "withdraw",
                Outcome.DONE,
                version(),
                new Printed(
                        0,
                        null,
                        List.of("The " + taken.command() + " that " + taken.by() + " asked for is withdrawn."),
                        List.of()));
    }

    private CommandAnswer carryOut(Command command, CommandRequest request) throws InterruptedException {
        return carryOut(command, request.sender().name(), command.reason(), request.form());
    }

    private CommandAnswer carryOut(Command command, String actor, String reason, Console.Form form)
            throws InterruptedException {
        if (command.length() == Command.Length.LONG) {
            return goOn(command, actor, reason);
        }
        Printed printed = Printed.by(served.operations(), served.order(actor, reason), command.act(), form);
        Outcome outcome = command.length() == Command.Length.BY_THE_RUN ? Outcome.BEGUN : Outcome.DONE;
        return CommandAnswer.of(command.name(), outcome, version(), printed);
    }

    /** What it finds becomes an event; why it could not be done is noted. */
    private CommandAnswer goOn(Command command, String actor, String reason) {
        if (!comparing.compareAndSet(false, true)) {
            throw Conflict.underWay();
        }
        Thread.ofVirtual().name("theseus-" + command.name()).start(() -> {
            try {
                var unused =
                        Printed.by(served.operations(), served.order(actor, reason), command.act(), Console.Form.JSON);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failed) {
                Problem problem = Problems.of(failed, command.name());
                notes.refused(
                        new AccessEvent.RequestRefused(
                                notes.now(), "", command.name(), problem.status(), problem.detail()),
                        actor,
                        reason);
            } finally {
                comparing.set(false);
            }
        });
        return CommandAnswer.begun(
                command.name(),
                version(),
                "It goes on in the server; what it finds is in the audit when it has ended.");
    }
}

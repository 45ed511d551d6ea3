package dev.theseus.app.server.api;

import dev.theseus.app.cli.Operations.RollbackGoal;
import dev.theseus.app.cli.Operations.Waiting;
import dev.theseus.app.cli.RolloutChange;
import dev.theseus.app.plan.Choices;
import dev.theseus.app.plan.Quantities;
import dev.theseus.app.server.api.Command.Act;
import dev.theseus.app.server.api.Command.Eyes;
import dev.theseus.app.server.api.Command.Length;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads commands. */
final class CommandBook {

    private static final int LONGEST_REASON = 2_000;
    private static final Phase[] ENTERED_BY_PEOPLE = {Phase.SHADOWING, Phase.RAMPING};

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private CommandBook() {}

    /**
     * @param name as in the path
     * @throws NoSuchThing if there is no such command
     * @throws BadRequest if the body is not what the command takes
     */
    static Command read(String name, JsonNode body) {
        return switch (name) {
            case "pause" -> plain(name, body, Eyes.TWO, (ops, order, console) -> ops.pause(order, console));
            case "resume" -> plain(name, body, Eyes.TWO, (ops, order, console) -> ops.resume(order, console));
            case "accept" -> plain(name, body, Eyes.TWO, (ops, order, console) -> ops.accept(order, console));
            case "rollout-run" -> plain(name, body, Eyes.TWO, (ops, order, console) -> ops.raise(order, console));
            case "rollout-stop" ->
                plain(name, body, Eyes.TWO, (ops, order, console) -> ops.stopRaising(order, console));
            case "abort" -> plain(name, body, Eyes.TWO, (ops, order, console) -> ops.abort(order, console));
            case "verify" ->
                new Command(
                        name,
                        reason(read(body, Bodies.Plain.class).reason()),
                        Length.LONG,
                        Eyes.TWO,
                        (ops, order, console) -> ops.verify(order, console));
            case "cutover" ->
                byTheRun(name, body, (ops, order, console) -> ops.cutover(order, Waiting.RETURN_AT_ONCE, console));
            case "complete" ->
                byTheRun(name, body, (ops, order, console) -> ops.complete(order, Waiting.RETURN_AT_ONCE, console));
            case "advance" -> advance(read(body, Bodies.Advance.class));
            case "rollout" -> rollout(read(body, Bodies.Rollout.class));
            case "rollback" -> rollback(read(body, Bodies.Rollback.class));
            case "checkpoint" -> checkpoint(read(body, Bodies.Checkpoint.class));
            default -> throw new NoSuchThing("There is no command \"" + name + "\"; /api/v1/openapi.yaml lists them");
        };
    }

    private static Command plain(String name, JsonNode body, Eyes eyes, Act act) {
        return new Command(name, reason(read(body, Bodies.Plain.class).reason()), Length.AT_ONCE, eyes, act);
    }

    private static Command byTheRun(String name, JsonNode body, Act act) {
        return new Command(name, reason(read(body, Bodies.Plain.class).reason()), Length.BY_THE_RUN, Eyes.FOUR, act);
    }

    private static Command advance(Bodies.Advance body) {
        Phase to = phase(required("to", body.to()));
        return new Command(
                "advance",
                reason(body.reason()),
                Length.AT_ONCE,
                Eyes.TWO,
                (ops, order, console) -> ops.advance(order, to, console));
    }

    private static Phase phase(String text) {
        try {
            return Choices.of(ENTERED_BY_PEOPLE).apply(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("to: " + e.getMessage());
        }
    }

    private static Command rollout(Bodies.Rollout body) {
        RolloutChange change = new RolloutChange(
                new RolloutChange.Readers(
                        Optional.ofNullable(body.percentage()),
                        names(body.segments()),
                        names(body.regions()),
                        names(body.services())),
                new RolloutChange.Watch(
                        onOff(body.shadowReads()),
                        Optional.ofNullable(body.shadowSample()),
                        Optional.ofNullable(body.checkSample())),
                onOff(body.dualWrites()),
                Optional.ofNullable(body.maximumLag()).map(CommandBook::duration));
        return new Command(
                "rollout",
                reason(body.reason()),
                Length.AT_ONCE,
                Eyes.TWO,
                (ops, order, console) -> ops.rollout(order, change, console));
    }

    private static Optional<Set<String>> names(@Nullable List<String> list) {
        return Optional.ofNullable(list).map(HashSet::new);
    }

    private static Optional<Switch> onOff(@Nullable Boolean on) {
        return Optional.ofNullable(on).map(yes -> yes ? Switch.ON : Switch.OFF);
    }

    private static Duration duration(String text) {
        try {
            return Quantities.duration(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("maximumLag: " + e.getMessage());
        }
    }

    private static Command rollback(Bodies.Rollback body) {
        boolean dry = Boolean.TRUE.equals(body.dry());
        RollbackGoal goal = new RollbackGoal(
                Optional.ofNullable(body.to()),
                dry ? RollbackGoal.Mode.DRY : RollbackGoal.Mode.REAL,
                Waiting.RETURN_AT_ONCE);
        return new Command(
                "rollback",
                reason(body.reason()),
                dry ? Length.AT_ONCE : Length.BY_THE_RUN,
                dry ? Eyes.TWO : Eyes.FOUR_AFTER_CUTOVER,
                (ops, order, console) -> ops.rollback(order, goal, console));
    }

    private static Command checkpoint(Bodies.Checkpoint body) {
        String name = required("name", body.name());
        return new Command(
                "checkpoint",
                reason(body.reason()),
                Length.AT_ONCE,
                Eyes.TWO,
                (ops, order, console) -> ops.takeCheckpoint(order, name, console));
    }

    static <B> B read(JsonNode body, Class<B> type) {
        try {
            return JSON.treeToValue(body, type);
        } catch (JacksonException unfit) {
            throw new BadRequest("The body is not what this command takes (" + field(unfit)
                    + "); /api/v1/openapi.yaml says what it takes");
        }
    }

    private static String field(JacksonException unfit) {
        return unfit.getPath().isEmpty()
                ? "no JSON object"
                : "at " + unfit.getPath().getLast().getPropertyName();
    }

    /** @throws BadRequest if nobody says why */
    static String reason(@Nullable String reason) {
        String text = required("reason", reason);
        if (text.length() > LONGEST_REASON) {
            throw new BadRequest("reason: has " + text.length() + " characters, at most " + LONGEST_REASON
                    + " are kept; say it shorter");
        }
        return text;
    }

    static String required(String what, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new BadRequest(what + ": missing" + (what.equals("reason") ? "; say why, for the audit" : ""));
        }
        return value.strip();
    }
}

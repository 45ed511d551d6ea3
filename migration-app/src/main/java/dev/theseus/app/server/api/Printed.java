package dev.theseus.app.server.api;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations;
import dev.theseus.app.cli.Operations.Order;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an operation of the command line printed.
 *
 * @param exitCode that the command line would have ended with
 * @param result what it printed with {@code --json}; null if it was asked for text, or printed nothing
 * @param lines what it printed as text; empty if it was asked for JSON
 * @param notes for people, beside the result
 */
record Printed(int exitCode, @Nullable JsonNode result, List<String> lines, List<String> notes) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Carries an operation out, and catches what it prints. */
    static Printed by(Operations operations, Order order, Command.Act act, Console.Form form)
            throws InterruptedException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console =
                new Console(new PrintWriter(out, true), new PrintWriter(err, true), form, Console.Screen.PLAIN);
        ExitCode code = act.on(operations, order, console);
        console.out().flush();
        List<String> notes = err.toString().lines().toList();
        return switch (form) {
            case TEXT -> new Printed(code.code(), null, out.toString().lines().toList(), notes);
            case JSON -> new Printed(code.code(), parsed(out.toString()), List.of(), notes);
        };
    }

    private static @Nullable JsonNode parsed(String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalStateException("An operation printed something else than JSON", e);
        }
    }

    /** @param form text or json */
    static Console.Form form(@Nullable String form) {
        return switch (form == null ? "json" : form) {
            case "json" -> Console.Form.JSON;
            case "text" -> Console.Form.TEXT;
            default -> throw new BadRequest("form: \"" + form + "\" is neither json nor text");
        };
    }
}

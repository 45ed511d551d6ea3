package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.acceptance.CommandsOfPlan.Answer;
import dev.theseus.app.cli.TheseusCommand;
import dev.theseus.app.operations.AnywhereOperations;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Types commands about a migration that a server serves, as somebody who has an account there. */
record CommandsAtServer(URI server, String migration, String user, String password) {

    /** @param words of the command's name, before the migration */
    Answer type(String words, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> typed = new ArrayList<>(List.of(words.split(" ")));
        typed.add(migration);
        typed.addAll(List.of(more));
        typed.addAll(List.of("--server", server.toString()));
        int code = TheseusCommand.commandLine(
                        new AnywhereOperations(), Map.of("THESEUS_USER", user, "THESEUS_PASSWORD", password))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(typed.toArray(String[]::new));
        return new Answer(code, out.toString(), err.toString());
    }

    /** A command that must be obeyed. */
    Answer obeyed(String words, String... more) {
        Answer answer = type(words, more);
        assertThat(answer.exitCode())
                .as(words + "\n" + answer.out() + answer.err())
                .isZero();
        return answer;
    }
}

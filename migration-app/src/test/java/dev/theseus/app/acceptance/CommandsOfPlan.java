package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.cli.TheseusCommand;
import dev.theseus.app.operations.ProgramOperations;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Types commands about one plan. */
record CommandsOfPlan(Path plan) {

    record Answer(int exitCode, String out, String err) {}

    /** @param words of the command's name, before the plan */
    Answer type(String words, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> typed = new ArrayList<>(List.of(words.split(" ")));
        typed.add(plan.toString());
        typed.addAll(List.of(more));
        int code = TheseusCommand.commandLine(new ProgramOperations(), Map.of())
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

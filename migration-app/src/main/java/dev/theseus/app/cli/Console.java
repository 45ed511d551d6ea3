package dev.theseus.app.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command prints. Results go to the standard output, everything that a script would not want there to the
 * standard error.
 *
 * @param out for results
 * @param err for notes and errors
 * @param form in which results are wanted
 * @param screen whether somebody watches
 */
public record Console(PrintWriter out, PrintWriter err, Form form, Screen screen) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** In which form results are wanted. */
    public enum Form {
        TEXT,
        JSON
    }

    /** What the output goes to. */
    public enum Screen {
        /** A person's terminal: colours and progress bars are welcome. */
        TERMINAL,
        /** A file or a pipe: plain lines. */
        PLAIN
    }

    public void line(String text) {
        out.println(text);
    }

    /** For people, never part of the result. */
    public void note(String text) {
        err.println(text);
        err.flush();
    }

    /** Prints a record as JSON, on several lines. */
    public void json(Object result) {
        out.println(JSON.writeValueAsString(result));
    }

    /** The text in a style of picocli's markup, for example {@code fg(red)}, if the output goes to a terminal. */
    public String styled(String style, String text) {
        return screen == Screen.TERMINAL ? Ansi.ON.string("@|" + style + " " + text + "|@") : text;
    }
}

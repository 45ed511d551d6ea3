package dev.theseus.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/**
 * One call of the command line, with what it printed.
 *
 * @param exitCode of the process
 * @param out standard output
 * @param err standard error
 */
record Call(int exitCode, String out, String err) {

    static Call of(Operations operations, Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = TheseusCommand.commandLine(operations, environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Call(code, out.toString(), err.toString());
    }
}

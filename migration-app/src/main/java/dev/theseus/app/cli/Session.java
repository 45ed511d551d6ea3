package dev.theseus.app.cli;

import dev.theseus.app.cli.Console.Form;
import dev.theseus.app.cli.Console.Screen;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.plan.PlanFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * What all commands of one call share.
 *
 * @param operations what the commands do
 * @param environment of the process
 */
record Session(Operations operations, Map<String, String> environment) {

    Order order(Path file, Optional<String> reason) {
        return new Order(file, PlanFile.read(file, environment), environment, user(), reason);
    }

    /** The same, for a server if one is named: no plan file is read then. */
    Order order(Path file, Optional<String> reason, ServerOption server) {
        return server.server().isEmpty()
                ? order(file, reason)
                : new Order(file, Optional.empty(), environment, user(), reason, server.server());
    }

    private static String user() {
        return System.getProperty("user.name", "unknown");
    }

    static Console console(CommandLine command, boolean json) {
        return new Console(
                command.getOut(),
                command.getErr(),
                json ? Form.JSON : Form.TEXT,
                Ansi.AUTO.enabled() ? Screen.TERMINAL : Screen.PLAIN);
    }

    @Override
    public String toString() {
        return "Session";
    }
}

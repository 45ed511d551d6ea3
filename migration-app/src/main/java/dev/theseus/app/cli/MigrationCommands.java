package dev.theseus.app.cli;

import dev.theseus.app.cli.Operations.Order;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The commands that take a plan, perhaps a reason, and nothing else: they differ in what they do alone. */
final class MigrationCommands {

    private MigrationCommands() {}

    static CommandLine status(Session session) {
        return command("status", "Shows where a migration stands.", session, session.operations()::status);
    }

    static CommandLine pause(Session session) {
        return command(
                "pause",
                "Holds the copy; changes are still captured and relayed.",
                session,
                session.operations()::pause);
    }

    static CommandLine resume(Session session) {
        return command("resume", "Lets a paused migration go on.", session, session.operations()::resume);
    }

    static CommandLine definitions(Session session) {
        return command(
                "definitions",
                "Shows how tables differ from what they looked like when capture was installed. Exits with 1 if that"
                        + " holds the migration.",
                session,
                session.operations()::definitions);
    }

    static CommandLine verify(Session session) {
        return command(
                "verify",
                "Compares both databases now, and repairs through the log. Exits with 1 if rows differ after that.",
                session,
                session.operations()::verify);
    }

    static CommandLine raise(Session session) {
        return command(
                "run",
                "Raises the share of the reads from new by the steps of the plan, each when its gate opens; the run"
                        + " that follows carries it out.",
                session,
                session.operations()::raise);
    }

    static CommandLine stopRaising(Session session) {
        return command(
                "stop",
                "Lets the share of the reads from new stay where it is.",
                session,
                session.operations()::stopRaising);
    }

    static CommandLine abort(Session session) {
        return command(
                "abort",
                "Gives up the cutover in progress. Once authority has moved it can't be, and `rollback` goes back.",
                session,
                session.operations()::abort);
    }

    static CommandLine checkpoints(Session session) {
        return command(
                "list",
                "Shows the checkpoints, oldest first, and which of them a rollback could restore.",
                session,
                session.operations()::checkpoints);
    }

    static CommandLine clean(Session session) {
        return command(
                "clean",
                "Takes everything of Theseus's off both databases. The copied rows stay.",
                session,
                session.operations()::clean);
    }

    private static CommandLine command(String name, String description, Session session, Operation operation) {
        CommandLine line = new CommandLine(new OnMigration(session, operation));
        line.getCommandSpec().name(name).usageMessage().description(description);
        return line;
    }

    /** What one of these commands does. */
    @FunctionalInterface
    private interface Operation {
        ExitCode on(Order order, Console console) throws InterruptedException;
    }

    /** A command that takes a plan and perhaps a reason. */
    @CommandLine.Command
    private static final class OnMigration implements Callable<Integer> {

        private final Session session;
        private final Operation operation;

        @Mixin
        private PlanParameter plan;

        @Mixin
        private ServerOption server;

        @Mixin
        private JsonOption json;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept in the audit.")
        private @Nullable String reason;

        @Spec
        private CommandSpec spec;

        @SuppressWarnings("NullAway.Init")
        OnMigration(Session session, Operation operation) {
            this.session = session;
            this.operation = operation;
        }

        @Override
        public Integer call() throws InterruptedException {
            Order order = session.order(plan.file, Optional.ofNullable(reason), server);
            return operation
                    .on(order, Session.console(spec.commandLine(), json.json))
                    .code();
        }
    }
}

package dev.theseus.app.cli;

import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.cli.Operations.Waiting;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands that move a migration to its end; the run that follows carries them out. */
final class TransferCommands {

    private TransferCommands() {}

    static CommandLine cutover(Session session) {
        return command(
                "cutover",
                session,
                session.operations()::cutover,
                "Moves authority to new: from then on the service writes there, and old follows.",
                "The run that follows tries the way back first; writers are held for some milliseconds.",
                "Exits with 1, and says what is missing, if it can't begin.");
    }

    static CommandLine complete(Session session) {
        return command(
                "complete",
                session,
                session.operations()::complete,
                "Takes capture, fence and reverse relay off both databases: new stands alone from then on,",
                "and there is no way back. Refused, with what is missing, while anything is open.");
    }

    private static CommandLine command(String name, Session session, Operation operation, String... description) {
        CommandLine line = new CommandLine(new Transferring(session, operation));
        line.getCommandSpec().name(name).usageMessage().description(description);
        return line;
    }

    /** What one of these commands does. */
    @FunctionalInterface
    private interface Operation {
        ExitCode on(Order order, Waiting waiting, Console console) throws InterruptedException;
    }

    /** A command that takes a plan and a reason, and may be waited for. */
    @CommandLine.Command
    private static final class Transferring implements Callable<Integer> {

        private final Session session;
        private final Operation operation;

        @Mixin
        private PlanParameter plan;

        @Mixin
        private ServerOption server;

        @Mixin
        private ReasonOption reason;

        @Mixin
        private WaitOption wait;

        @Mixin
        private JsonOption json;

        @Spec
        private CommandSpec spec;

        @SuppressWarnings("NullAway.Init")
        Transferring(Session session, Operation operation) {
            this.session = session;
            this.operation = operation;
        }

        @Override
        public Integer call() throws InterruptedException {
            return operation
                    .on(
                            session.order(plan.file, Optional.of(reason.reason), server),
                            wait.waiting(),
                            Session.console(spec.commandLine(), json.json))
                    .code();
        }
    }
}

package dev.theseus.app.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Groups what is done with checkpoints. */
@Command(
        name = "checkpoint",
        description = "Takes and shows checkpoints. One is taken by itself before each change of phase.",
        synopsisSubcommandLabel = "COMMAND")
final class CheckpointCommands implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    private CheckpointCommands() {}

    static CommandLine of(Session session) {
        return new CommandLine(new CheckpointCommands())
                .addSubcommand(new Create(session))
                .addSubcommand(MigrationCommands.checkpoints(session));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.BAD_INPUT.code();
    }

    /** Takes one. */
    @Command(name = "create", description = "Takes a checkpoint: phase, settings, and who reads from new.")
    private static final class Create implements Callable<Integer> {

        private final Session session;

        @Mixin
        private PlanParameter plan;

        @Mixin
        private ServerOption server;

        @Parameters(index = "1", paramLabel = "NAME", description = "For `theseus rollback --to`; not given yet.")
        private String name;

        @Mixin
        private ReasonOption reason;

        @Mixin
        private JsonOption json;

        @Spec
        private CommandSpec spec;

        @SuppressWarnings("NullAway.Init")
        Create(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws InterruptedException {
            return session.operations()
                    .takeCheckpoint(
                            session.order(plan.file, Optional.of(reason.reason), server),
                            name,
                            Session.console(spec.commandLine(), json.json))
                    .code();
        }
    }
}

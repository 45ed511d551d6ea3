package dev.theseus.app.cli;

import java.util.Set;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups what is done about who reads from new. Without a command it is {@code set}, the shortest way to say it. */
@Command(
        name = "rollout",
        description = "Decides who reads from new, while the service runs. Without a command, the same as set.",
        synopsisSubcommandLabel = "COMMAND",
        preprocessor = RolloutCommands.SetUnlessSaid.class)
final class RolloutCommands implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    private RolloutCommands() {}

    static CommandLine of(Session session) {
        return new CommandLine(new RolloutCommands())
                .addSubcommand(new RolloutCommand(session))
                .addSubcommand(MigrationCommands.raise(session))
                .addSubcommand(MigrationCommands.stopRaising(session));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.BAD_INPUT.code();
    }

    /** Puts the command's name in front of what is none. */
    static final class SetUnlessSaid implements IParameterPreprocessor {

        private static final Set<String> HELP = Set.of("--help", "-h", "--version", "-V");

        /** For picocli. */
        SetUnlessSaid() {}

        @Override
        @SuppressWarnings("JdkObsolete") // the interface wants that stack
        public boolean preprocess(
                Stack<String> typed, CommandSpec command, ArgSpec argument, java.util.Map<String, Object> info) {
            if (!typed.isEmpty()
                    && !HELP.contains(typed.peek())
                    && !command.subcommands().containsKey(typed.peek())) {
                typed.push("set");
            }
            return false;
        }
    }
}

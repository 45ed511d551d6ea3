package dev.theseus.app.cli;

import dev.theseus.app.log.LogFormat;
import dev.theseus.app.log.ProgramLog;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program's top: without a command it shows what there is. */
@Command(
        name = "theseus",
        description = "Moves a live service from an old PostgreSQL to a new one without stopping it.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        footer = {
            "",
            "Exit codes: 0 done, 1 the migration stopped or data differ, 2 bad input,",
            "3 a server or the environment failed."
        })
public final class TheseusCommand implements Callable<Integer> {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace where something fails.")
    private boolean debug;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:THESEUS_LOG_FORMAT:-text}",
            description = "Of the log on the standard error: text, or json for programs (or by THESEUS_LOG_FORMAT).")
    void logFormat(LogFormat format) {
        ProgramLog.write(format);
    }

    @Spec
    private CommandSpec spec;

    /** For picocli, which fills the fields in. */
    @SuppressWarnings("NullAway.Init")
    TheseusCommand() {}

    /**
     * The whole command line.
     *
     * @param operations what the commands do
     * @param environment of the process, in which passwords are
     */
    public static CommandLine commandLine(Operations operations, Map<String, String> environment) {
        TheseusCommand top = new TheseusCommand();
        Failures failures = new Failures(() -> top.debug);
        Session session = new Session(operations, environment);
        CommandLine plan = new CommandLine(new PlanCommands())
                .addSubcommand(new PlanInitCommand(session))
                .addSubcommand(new PlanCheckCommand(session));
        CommandLine line = new CommandLine(top)
                .addSubcommand(plan)
                .addSubcommand(new GuideCommand(session))
                .addSubcommand(new RunCommand(session))
                .addSubcommand(MigrationCommands.status(session))
                .addSubcommand(MigrationCommands.pause(session))
                .addSubcommand(MigrationCommands.resume(session))
                .addSubcommand(MigrationCommands.definitions(session))
                .addSubcommand(new AcceptCommand(session))
                .addSubcommand(new RemapCommand(session))
                .addSubcommand(new AdvanceCommand(session))
                .addSubcommand(RolloutCommands.of(session))
                .addSubcommand(TransferCommands.cutover(session))
                .addSubcommand(new ApproveCommand(session))
                .addSubcommand(MigrationCommands.abort(session))
                .addSubcommand(new RollbackCommand(session))
                .addSubcommand(CheckpointCommands.of(session))
                .addSubcommand(TransferCommands.complete(session))
                .addSubcommand(MigrationCommands.verify(session))
                .addSubcommand(AuditCommands.of(session))
                .addSubcommand(new LineageCommand(session))
                .addSubcommand(MigrationCommands.clean(session))
                .addSubcommand(new ReportCommand(session))
                .addSubcommand(new ServeCommand(session))
                .addSubcommand(new DemoCommand(session))
                .addSubcommand(new GenerateCompletion())
                .addSubcommand(new HelpCommand());
        return line.setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        spec.commandLine().usage(err);
        return ExitCode.BAD_INPUT.code();
    }

    /** Groups what is done with plan files. */
    @Command(name = "plan", description = "Proposes and checks plan files.", synopsisSubcommandLabel = "COMMAND")
    static final class PlanCommands implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @SuppressWarnings("NullAway.Init")
        PlanCommands() {}

        @Override
        public Integer call() {
            spec.commandLine().usage(spec.commandLine().getErr());
            return ExitCode.BAD_INPUT.code();
        }
    }
}

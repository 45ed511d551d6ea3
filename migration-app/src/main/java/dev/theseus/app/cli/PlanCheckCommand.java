package dev.theseus.app.cli;

import dev.theseus.app.plan.Passwords;
import dev.theseus.app.plan.PlanCheck;
import dev.theseus.app.plan.PlanFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = {
            "Connects to both databases and prints everything that would stop the run.",
            "Changes nothing: its transactions are read-only. Exits with 2 if something would stop the run,",
            "with 3 if a server can't be used."
        })
final class PlanCheckCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private PlanParameter plan;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    PlanCheckCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        PlanFile file = PlanFile.read(plan.file, session.environment());
        PlanCheck.Report report = new PlanCheck(file, new Passwords(session.environment()))
                .of(plan.file)
                .check();
        new CheckOutput(file, report, Session.console(spec.commandLine(), json.json)).print();
        return switch (report.verdict()) {
            case OK -> ExitCode.DONE.code();
            case STOPS -> ExitCode.BAD_INPUT.code();
            case UNREACHABLE -> ExitCode.SERVER_FAILED.code();
        };
    }
}

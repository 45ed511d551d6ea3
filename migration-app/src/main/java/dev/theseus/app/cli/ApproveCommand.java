package dev.theseus.app.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "approve",
        description = {
            "Agrees to what waits for a person, where the plan asks for that.",
            "`theseus status` shows what waits; exits with 1 if nothing of that name does."
        })
final class ApproveCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private PlanParameter plan;

    @Mixin
    private ServerOption server;

    @Parameters(index = "1", paramLabel = "WHAT", description = "As `theseus status` names it, for example cutover.")
    private String what;

    @Mixin
    private ReasonOption reason;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    ApproveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return session.operations()
                .approve(
                        session.order(plan.file, Optional.of(reason.reason), server),
                        what,
                        Session.console(spec.commandLine(), json.json))
                .code();
    }
}

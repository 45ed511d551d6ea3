package dev.theseus.app.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "accept",
        description = {
            "Takes the changes of definitions that hold the migration as they are, and lets it go on.",
            "`theseus definitions` shows them; `theseus rollback` and `theseus clean` go back instead.",
            "Exits with 1 if others were found that nobody had seen."
        })
final class AcceptCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private PlanParameter plan;

    @Mixin
    private ReasonOption reason;

    @Mixin
    private JsonOption json;

    @Mixin
    private ServerOption server;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    AcceptCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return session.operations()
                .accept(
                        session.order(plan.file, Optional.of(reason.reason), server),
                        Session.console(spec.commandLine(), json.json))
                .code();
    }
}

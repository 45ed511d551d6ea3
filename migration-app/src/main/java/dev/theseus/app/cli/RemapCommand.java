package dev.theseus.app.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "remap",
        description = {
            "Replaces mappings of a migration under way by the next versions that the plan file has now.",
            "All rows of these tables go to new once more by the run that follows, and are compared; until then",
            "nobody reads from new. Exits with 1, and says why, if a mapping can't be replaced."
        })
final class RemapCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private PlanParameter plan;

    @Mixin
    private ReasonOption reason;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    RemapCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return session.operations()
                .remap(
                        session.order(plan.file, Optional.of(reason.reason)),
                        Session.console(spec.commandLine(), json.json))
                .code();
    }
}

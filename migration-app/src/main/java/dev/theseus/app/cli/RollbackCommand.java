package dev.theseus.app.cli;

import dev.theseus.app.cli.Operations.RollbackGoal;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "rollback",
        description = {
            "Goes back to a checkpoint: nobody reads from new at once; where new has authority, it goes back to old,",
            "with everything that was written meanwhile. Possible at any moment until `complete`.",
            "(`theseus clean` takes everything of Theseus's off both databases instead.)"
        })
final class RollbackCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private PlanParameter plan;

    @Mixin
    private ServerOption server;

    @Option(
            names = "--to",
            paramLabel = "NAME",
            description =
                    "The checkpoint; by default the last one at which old had authority. `theseus checkpoint list`"
                            + " shows them.")
    private @Nullable String to;

    @Option(names = "--dry", description = "Change nothing; the audit says what would have been restored.")
    private boolean dry;

    @Mixin
    private ReasonOption reason;

    @Mixin
    private WaitOption wait;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    RollbackCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        RollbackGoal.Mode mode = dry ? RollbackGoal.Mode.DRY : RollbackGoal.Mode.REAL;
        return session.operations()
                .rollback(
                        session.order(plan.file, Optional.of(reason.reason), server),
                        new RollbackGoal(Optional.ofNullable(to), mode, wait.waiting()),
                        Session.console(spec.commandLine(), json.json))
                .code();
    }
}

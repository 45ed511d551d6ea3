package dev.theseus.app.cli;

import dev.theseus.app.plan.Choices;
import dev.theseus.domain.phase.Phase;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "advance",
        description = {
            "Enters a phase that a person decides about, if its gate is open.",
            "Exits with 1, and says what is missing, if it is not."
        })
final class AdvanceCommand implements Callable<Integer> {

    private static final Phase[] PHASES = {Phase.SHADOWING, Phase.RAMPING};

    private final Session session;

    @Mixin
    private PlanParameter plan;

    @Mixin
    private ServerOption server;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--to",
            paramLabel = "PHASE",
            required = true,
            description = "shadowing: reads are repeated on new, to compare. ramping: reads may go to new.")
    private String to;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is kept in the audit.")
    private String reason;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    AdvanceCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return session.operations()
                .advance(
                        session.order(plan.file, Optional.of(reason), server),
                        phase(to),
                        Session.console(spec.commandLine(), json.json))
                .code();
    }

    private static Phase phase(String text) {
        try {
            return Choices.of(PHASES).apply(text);
        } catch (IllegalArgumentException e) {
            throw new BadInput("--to: " + e.getMessage());
        }
    }
}

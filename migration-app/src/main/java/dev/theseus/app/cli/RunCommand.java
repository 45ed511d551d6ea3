package dev.theseus.app.cli;

import dev.theseus.app.cli.Operations.RunGoal;
import dev.theseus.app.plan.Choices;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = {
            "Carries a migration on, in the foreground, and resumes whatever was begun.",
            "Without --until it follows old until it is stopped; Ctrl-C stops it cleanly."
        })
final class RunCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private PlanParameter plan;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--until",
            paramLabel = "PHASE",
            completionCandidates = PhaseNames.class,
            description = "Stop when this phase is reached: ${COMPLETION-CANDIDATES}. Where it was reached before, "
                    + "catch up with the log and verify again.")
    private @Nullable String until;

    @Option(names = "--report", paramLabel = "FILE.json", description = "Write the figures of the run to a file.")
    private @Nullable Path report;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept in the audit.")
    private @Nullable String reason;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    RunCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        RunGoal goal = new RunGoal(Optional.ofNullable(until).map(RunCommand::phase), Optional.ofNullable(report));
        Console console = Session.console(spec.commandLine(), json.json);
        return session.operations()
                .run(session.order(plan.file, Optional.ofNullable(reason)), goal, console)
                .code();
    }

    private static Phase phase(String text) {
        try {
            return Choices.of(byItself().toArray(Phase[]::new)).apply(text);
        } catch (IllegalArgumentException e) {
            throw new BadInput("--until: " + e.getMessage());
        }
    }

    /** The later ones a person enters. */
    private static Stream<Phase> byItself() {
        return PhaseTable.path().stream().filter(p -> PhaseTable.hasReached(Phase.VERIFIED, p));
    }

    /** The phases that a run enters, as they are typed. */
    static final class PhaseNames implements Iterable<String> {

        /** For picocli. */
        PhaseNames() {}

        @Override
        public Iterator<String> iterator() {
            return byItself().map(Choices::text).iterator();
        }
    }
}

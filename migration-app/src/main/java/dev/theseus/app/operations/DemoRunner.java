package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.cli.Operations.RunGoal;
import dev.theseus.app.demo.MigrationRunner;
import dev.theseus.app.demo.RunResult;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.run.Screen;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the demonstration's plan as {@code theseus run plan.yaml --until verified} would. */
record DemoRunner(Console console) implements MigrationRunner {

    @Override
    public RunResult run(Path planFile, Consumer<String> progress) {
        Order order =
                new Order(planFile, PlanFile.read(planFile, Map.of()), Map.of(), "demo", Optional.of("demonstration"));
        RunGoal goal = new RunGoal(Optional.of(Phase.VERIFIED), Optional.empty());
        return result(new RunOperation(order, console, Screen.plain(progress)).result(goal), RunOutcome.REACHED);
    }

    /** @param expected how it ends if nothing is wrong */
    static RunResult result(dev.theseus.app.run.RunResult run, RunOutcome expected) {
        Optional<String> stopped = run.outcome() == expected
                ? Optional.empty()
                : Optional.of(run.reason().orElse(run.outcome().name()));
        return new RunResult(stopped, copied(run), relayed(run), verified(run));
    }

    private static RunResult.Copied copied(dev.theseus.app.run.RunResult run) {
        return new RunResult.Copied(
                run.tables().values().stream().mapToLong(CopyProgress::rows).sum(),
                run.tables().values().stream().mapToLong(CopyProgress::bytes).sum(),
                run.copying());
    }

    private static RunResult.Relayed relayed(dev.theseus.app.run.RunResult run) {
        return new RunResult.Relayed(
                run.relay().retired()
                        + run.relay().backlog().entries()
                        + run.relay().backlog().setAside(),
                run.relay().keysApplied(),
                run.relay().lag().p50(),
                run.relay().lag().p99());
    }

    private static RunResult.Verified verified(dev.theseus.app.run.RunResult run) {
        return run.verification()
                .map(v -> new RunResult.Verified(v.rowsCompared(), v.repaired(), v.divergences()))
                .orElse(RunResult.Verified.NOTHING);
    }
}

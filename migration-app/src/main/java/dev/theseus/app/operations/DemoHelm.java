package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.cli.Operations.RunGoal;
import dev.theseus.app.cli.RolloutChange;
import dev.theseus.app.demo.Helm;
import dev.theseus.app.operations.TransferOperation.Measured;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.run.MigrationRun;
import dev.theseus.app.run.RunResult;
import dev.theseus.app.run.Screen;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.RestoreMode;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.domain.verification.VerificationSummary;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Gives the program's own commands; what they print, the demonstration tells in its own words. */
record DemoHelm(Console console) implements Helm {

    @Override
    public Following follow(Path planFile, Consumer<String> progress) {
        RunOperation operation =
                new RunOperation(order(planFile, "the demonstration follows"), console, Screen.plain(progress));
        CompletableFuture<MigrationRun> begun = new CompletableFuture<>();
        CompletableFuture<RunResult> ended = new CompletableFuture<>();
        Thread.ofPlatform().name("demo-follow").daemon().start(() -> {
            try {
                ended.complete(operation.result(new RunGoal(Optional.empty(), Optional.empty()), begun::complete));
            } catch (RuntimeException e) {
                begun.completeExceptionally(e);
                ended.completeExceptionally(e);
            }
        });
        return () -> stop(begun, ended);
    }

    private static dev.theseus.app.demo.RunResult stop(
            CompletableFuture<MigrationRun> begun, CompletableFuture<RunResult> ended) throws InterruptedException {
        try {
            begun.get().stop();
            return DemoRunner.result(ended.get(), RunOutcome.STOPPED);
        } catch (ExecutionException e) {
            return dev.theseus.app.demo.RunResult.stopped(String.valueOf(e.getCause()));
        }
    }

    @Override
    public void advance(Path planFile, Phase to) {
        var unused = rollout(planFile, "the demonstration goes on").advance(to);
    }

    @Override
    public void shadow(Path planFile, double sample) {
        change(
                planFile,
                sameReaders(),
                new RolloutChange.Watch(Optional.of(Switch.ON), Optional.of(sample), Optional.empty()));
    }

    @Override
    public void readFromNew(Path planFile, double percentage) {
        change(
                planFile,
                new RolloutChange.Readers(
                        Optional.of(percentage), Optional.empty(), Optional.empty(), Optional.empty()),
                new RolloutChange.Watch(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Override
    public Moved cutover(Path planFile) throws InterruptedException {
        List<MigrationEvent> events = transfer(planFile, "the service is ready")
                .carry("The cutover", Measured.by(MigrationCommand.BeginCutover::new));
        VerificationSummary compared = events.stream()
                .filter(MigrationEvent.VerificationCompleted.class::isInstance)
                .map(event -> ((MigrationEvent.VerificationCompleted) event).summary())
                .reduce((earlier, later) -> later)
                .orElseThrow();
        return new Moved(pause(events), compared.rowsCompared(), compared.divergences());
    }

    @Override
    public Moved rollBack(Path planFile) throws InterruptedException {
        List<MigrationEvent> events = transfer(planFile, "to show that it can be")
                .carry(
                        "The rollback",
                        (migration, at, evidence) -> new MigrationCommand.RestoreCheckpoint(
                                migration, at, Optional.empty(), RestoreCause.ASKED, RestoreMode.REAL));
        VerificationReport compared = new VerifyOperation(order(planFile, "after the rollback"), silent()).report();
        return new Moved(pause(events), compared.rowsCompared(), compared.divergences());
    }

    @Override
    public void complete(Path planFile) throws InterruptedException {
        var unused = transfer(planFile, "nobody wants to go back")
                .carry("The completion", Measured.by(MigrationCommand.BeginCompletion::new));
    }

    private TransferOperation transfer(Path planFile, String reason) {
        return new TransferOperation(order(planFile, reason), silent());
    }

    private static Duration pause(List<MigrationEvent> events) {
        return events.stream()
                .filter(MigrationEvent.AuthorityMoved.class::isInstance)
                .map(event -> ((MigrationEvent.AuthorityMoved) event).pause())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static RolloutChange.Readers sameReaders() {
        return new RolloutChange.Readers(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private void change(Path planFile, RolloutChange.Readers readers, RolloutChange.Watch watch) {
        var unused = rollout(planFile, "the demonstration shifts the reads")
                .change(new RolloutChange(readers, watch, Optional.empty(), Optional.empty()));
    }

    private RolloutOperation rollout(Path planFile, String reason) {
        return new RolloutOperation(order(planFile, reason), silent());
    }

    private Console silent() {
        return new Console(
                new PrintWriter(Writer.nullWriter()), console.err(), Console.Form.TEXT, Console.Screen.PLAIN);
    }

    private static Order order(Path planFile, String reason) {
        return new Order(planFile, PlanFile.read(planFile, Map.of()), Map.of(), "demo", Optional.of(reason));
    }
}

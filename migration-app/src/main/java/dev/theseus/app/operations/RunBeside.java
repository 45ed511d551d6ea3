package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.cli.Operations.RunGoal;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.run.MigrationRun;
import dev.theseus.app.run.RunResult;
import dev.theseus.app.server.watch.RunHere;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The run of the migration beside its server, in a thread of its own. When it ends the server stays, so that people can
 * see why; then it may begin again.
 */
final class RunBeside implements RunHere, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Order order;
    private final Console console;
    private final AtomicReference<@Nullable MigrationRun> run = new AtomicReference<>();
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Thread thread;
    private volatile boolean closing;

    /** @param order of the first run */
    RunBeside(Order order, Console console) {
        this.order = order;
        this.console = console;
    }

    /** Begins for the first time, and does not wait for it. */
    void begin() {
        var unused = start(order);
    }

    @Override
    public Began begin(String actor, String reason) throws InterruptedException {
        Optional<CompletableFuture<Began>> begun = start(new Order(
                order.file(),
                PlanFile.read(order.file(), order.environment()),
                order.environment(),
                actor,
                Optional.of(reason)));
        return begun.isEmpty() ? Began.WORKS_ALREADY : await(begun.get());
    }

    /** @return when it has begun; empty if one works */
    private Optional<CompletableFuture<Began>> start(Order anew) {
        turn.lock();
        try {
            if (closing || (thread != null && thread.isAlive())) {
                return Optional.empty();
            }
            CompletableFuture<Began> begun = new CompletableFuture<>();
            thread = Thread.ofPlatform().name("theseus-run").start(() -> carryOut(anew, begun));
            return Optional.of(begun);
        } finally {
            turn.unlock();
        }
    }

    private static Began await(CompletableFuture<Began> begun) throws InterruptedException {
        try {
            return begun.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException why ? why : new IllegalStateException(failed);
        } catch (TimeoutException slow) {
            return Began.BEGUN;
        }
    }

    private void carryOut(Order anew, CompletableFuture<Began> begun) {
        try {
            RunResult result = new RunOperation(anew, console, ControlRooms.OPENED)
                    .result(new RunGoal(Optional.empty(), Optional.empty()), stoppable -> {
                        run.set(stoppable);
                        begun.complete(Began.BEGUN);
                    });
            tellEnd(result);
        } catch (RuntimeException failed) {
            begun.completeExceptionally(failed);
            console.note("The run ended: " + failed.getMessage() + ". The server goes on.");
        }
    }

    private void tellEnd(RunResult result) {
        String afterwards = closing
                ? ""
                : " The server goes on; start the run again on its page, or `theseus run`, to go on with the migration.";
        console.note("The run ended: " + result.outcome()
                + result.reason().map(r -> ", " + r).orElse("") + "." + afterwards);
    }

    /** Stops the run, and waits for its end. */
    @Override
    public void close() {
        turn.lock();
        try {
            closing = true;
        } finally {
            turn.unlock();
        }
        MigrationRun stoppable = run.get();
        if (stoppable != null) {
            stoppable.stop();
        }
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

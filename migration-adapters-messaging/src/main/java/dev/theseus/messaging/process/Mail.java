package dev.theseus.messaging.process;

import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.database.GrowingRest;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.RunId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Sends the commands of processes and sets their deadlines, one after the other, on a thread of its own: within the
 * unit of work that hears an event, a command that collides with another one would spoil the transaction. What is not
 * done when this is closed is lost, and ordered again by the next run.
 */
final class Mail implements AutoCloseable {

    private final BiConsumer<MigrationCommand, Origin> commands;
    private final RunId run;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("theseus-mail").daemon().factory());

    /** @param run whose commands these are, for the trail */
    Mail(BiConsumer<MigrationCommand, Origin> commands, RunId run) {
        this.commands = commands;
        this.run = run;
    }

    void post(String process, MigrationCommand command) {
        post(() -> send(process, command));
    }

    /** Does something that bears repetition, as often as it takes. */
    void post(Runnable task) {
        try {
            sender.execute(() -> insist(task));
        } catch (RejectedExecutionException closed) {
            // the next run orders it again
        }
    }

    private void send(String process, MigrationCommand command) {
        try {
            commands.accept(command, new Origin(Actor.PROCESS, "ordered by the process " + process, run.value()));
        } catch (IllegalTransition late) {
            // the migration has gone on since
        }
    }

    private void insist(Runnable task) {
        GrowingRest rest = GrowingRest.WHILE_AWAY;
        while (!sender.isShutdown()) {
            try {
                task.run();
                return;
            } catch (RuntimeException unanswered) {
                if (!sleep(rest)) {
                    return;
                }
                rest = rest.grown();
            }
        }
    }

    private static boolean sleep(GrowingRest rest) {
        try {
            TimeUnit.MILLISECONDS.sleep(rest.next().toMillis());
            return true;
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        sender.shutdownNow();
        try {
            sender.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

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
 * Sends the commands of processes, one after the other, on a thread of its own: within the unit of work that hears an
 * event, a command that collides with another one would spoil the transaction. What is not sent when this is closed is
 * lost, and ordered again by the next run.
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
        try {
            sender.execute(() -> send(process, command));
        } catch (RejectedExecutionException closed) {
            // the next run orders it again
        }
    }

    private void send(String process, MigrationCommand command) {
        GrowingRest rest = GrowingRest.WHILE_AWAY;
        while (!sender.isShutdown()) {
            try {
                commands.accept(command, new Origin(Actor.PROCESS, "ordered by the process " + process, run.value()));
                return;
            } catch (IllegalTransition late) {
                // the migration has gone on since
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

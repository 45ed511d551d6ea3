package dev.theseus.messaging.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is told to stop is not kept from telling what he has done. */
class AggregateCommandsTest {

    private static final String NAME = "count";
    private static final CountDownLatch OPEN = new CountDownLatch(0);

    private final EventStore events = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final AggregateCommands<Count> commands =
            new AggregateCommands<>(events, Counter.class, Count.class, NAME, Count::counter);

    /**
     * Counts one more.
     *
     * @param begun opened when the counter is at it
     * @param mayEnd what it waits for then
     */
    record Count(String counter, CountDownLatch begun, CountDownLatch mayEnd) {}

    record Counted(String counter) {}

    static final class Counter {

        @AggregateIdentifier
        @SuppressWarnings("UnusedVariable") // Axon reads it
        private String id;

        Counter() {}

        @CommandHandler(commandName = NAME)
        @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
        void handle(Count command) throws InterruptedException {
            command.begun().countDown();
            command.mayEnd().await();
            AggregateLifecycle.apply(new Counted(command.counter()));
        }

        @EventSourcingHandler
        void on(Counted event) {
            id = event.counter();
        }
    }

    @AfterEach
    void calm() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void an_interrupted_thread_carries_a_command_out_and_stays_interrupted() {
        Thread.currentThread().interrupt();

        commands.execute(new Count("a", OPEN, OPEN), MetaData.emptyInstance());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(counted("a")).isEqualTo(1);
    }

    @Test
    void so_does_one_that_is_interrupted_while_another_is_at_work_on_the_same() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread first = Thread.ofPlatform()
                .start(() -> commands.execute(new Count("a", begun, mayEnd), MetaData.emptyInstance()));
        begun.await();
        FutureTask<Boolean> interrupted = new FutureTask<>(() -> {
            commands.execute(new Count("a", OPEN, OPEN), MetaData.emptyInstance());
            return Thread.interrupted();
        });
        Thread second = Thread.ofPlatform().start(interrupted);
        await().until(() -> second.getState() == Thread.State.TIMED_WAITING);

        second.interrupt();
        await().until(() -> !second.isInterrupted());
        mayEnd.countDown();

        first.join();
        assertThat(interrupted.get()).isTrue();
        assertThat(counted("a")).isEqualTo(2);
    }

    private long counted(String counter) {
        return events.readEvents(counter).asStream().count();
    }
}

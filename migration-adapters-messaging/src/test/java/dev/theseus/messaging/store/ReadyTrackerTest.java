package dev.theseus.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.Test;

class ReadyTrackerTest {

    /** By the parent's measure, five failures in a row mean 31 seconds of rest. */
    @Test
    void after_failures_it_rests_no_longer_than_it_may() {
        EmbeddedEventStore events = EmbeddedEventStore.builder()
                .storageEngine(new InMemoryEventStorageEngine())
                .build();
        AtomicInteger attempts = new AtomicInteger();
        TrackingEventProcessor tracker = ReadyTracker.of(
                TrackingEventProcessor.builder()
                        .name("tried")
                        .eventHandlerInvoker(new FailingAtFirst(attempts))
                        .errorHandler(PropagatingErrorHandler.instance())
                        .messageSource(events)
                        .tokenStore(new InMemoryTokenStore())
                        .transactionManager(NoTransactionManager.instance())
                        .trackingEventProcessorConfiguration(
                                TrackingEventProcessorConfiguration.forSingleThreadedProcessing()),
                Duration.ofMillis(10));
        tracker.start();
        try {
            events.publish(GenericEventMessage.asEventMessage("something"));

            await().atMost(Duration.ofSeconds(20)).until(() -> attempts.get() > FailingAtFirst.FAILURES);
        } finally {
            tracker.shutDown();
            events.shutDown();
        }
        assertThat(attempts).hasValue(FailingAtFirst.FAILURES + 1);
    }

    private record FailingAtFirst(AtomicInteger attempts) implements EventHandlerInvoker {

        static final int FAILURES = 5;

        @Override
        public boolean canHandle(EventMessage<?> message, Segment segment) {
            return true;
        }

        @Override
        public void handle(EventMessage<?> message, Segment segment) {
            if (attempts.incrementAndGet() <= FAILURES) {
                throw new IllegalStateException("away");
            }
        }
    }
}

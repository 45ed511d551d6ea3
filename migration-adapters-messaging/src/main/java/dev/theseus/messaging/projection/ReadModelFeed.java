package dev.theseus.messaging.projection;

import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.readmodel.ReadModels;
import dev.theseus.messaging.migration.AuditTrail;
import dev.theseus.messaging.store.AxonStores;
import dev.theseus.messaging.store.ReadyTracker;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.messaging.StreamableMessageSource;

/**
 * Delivers every event to the read models, until closed. Of several processes one delivers; another takes its place
 * when it has been silent for a while. An event that can't be kept is delivered again, with back-off.
 */
public final class ReadModelFeed implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final TrackingEventProcessor processor;

    private ReadModelFeed(TrackingEventProcessor processor) {
        this.processor = processor;
    }

    public static ReadModelFeed start(AxonStores stores, AuditTrail trail, ReadModels readModels) {
        TrackingEventProcessor processor = ReadyTracker.of(TrackingEventProcessor.builder()
                .name("read-models")
                .eventHandlerInvoker(new Delivery(trail, readModels))
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(stores.feed())
                .tokenStore(stores.tokens(UUID.randomUUID().toString(), SILENCE))
                .transactionManager(stores.transactions())
                .trackingEventProcessorConfiguration(TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                        .andInitialTrackingToken(StreamableMessageSource::createTailToken)
                        .andTokenClaimInterval(1, TimeUnit.SECONDS)
                        .andEventAvailabilityTimeout(500, TimeUnit.MILLISECONDS)));
        processor.start();
        return new ReadModelFeed(processor);
    }

    @Override
    public void close() {
        processor.shutDown();
    }

    private record Delivery(AuditTrail trail, ReadModels readModels) implements EventHandlerInvoker {

        @Override
        public boolean canHandle(EventMessage<?> message, Segment segment) {
            return message.getPayload() instanceof MigrationEvent;
        }

        @Override
        public void handle(EventMessage<?> message, Segment segment) {
            readModels.record(trail.entry((DomainEventMessage<?>) message), (MigrationEvent) message.getPayload());
        }
    }
}

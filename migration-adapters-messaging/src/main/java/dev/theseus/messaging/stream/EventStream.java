package dev.theseus.messaging.stream;

import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.messaging.migration.AuditTrail;
import dev.theseus.messaging.store.AxonStores;
import dev.theseus.messaging.store.ReadyTracker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.common.AxonException;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes every event of one migration, in order, from where it was left, until closed. The place is kept in the
 * control database after the broker has the event: a crash in between publishes it once more, and none is passed over.
 * A broker that is away is tried again without end; nobody waits for it.
 */
public final class EventStream implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final StreamSettings settings;
    private final EventStore events;
    private final KafkaTopic topic;
    private final TrackingEventProcessor processor;

    private EventStream(
            StreamSettings settings, EventStore events, KafkaTopic topic, TrackingEventProcessor processor) {
        this.settings = settings;
        this.events = events;
        this.topic = topic;
        this.processor = processor;
    }

    /** The name under which the place of a migration's stream is kept. */
    public static String nameOf(MigrationId migration) {
        return "event-stream-" + migration;
    }

    /**
     * Starts. The caller holds the {@link dev.theseus.domain.process.RunLock} of the migration: the publisher comes
     * back under the same owner's name, so that the claim of a process that was killed needs no waiting for.
     */
    public static EventStream start(
            AxonStores stores, AuditTrail trail, MigrationId migration, StreamSettings settings) {
        KafkaTopic topic = new KafkaTopic(settings, "theseus-" + migration);
        EventStore events = stores.anotherFeed();
        TrackingEventProcessor processor = ReadyTracker.of(
                TrackingEventProcessor.builder()
                        .name(nameOf(migration))
                        .eventHandlerInvoker(new Publication(migration, new EventRecords(trail), topic))
                        .errorHandler(PropagatingErrorHandler.instance())
                        .messageSource(events)
                        .tokenStore(stores.tokens("run", SILENCE))
                        .transactionManager(stores.transactions())
                        // a session of the control database is not held while the broker is waited for
                        .storingTokensAfterProcessing()
                        .trackingEventProcessorConfiguration(
                                TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                                        .andInitialTrackingToken(StreamableMessageSource::createTailToken)
                                        .andEventAvailabilityTimeout(500, TimeUnit.MILLISECONDS)),
                settings.patience().rest());
        processor.start();
        return new EventStream(settings, events, topic, processor);
    }

    /** Alerts on the same topic. Those that the broker does not take wait, so many at most. */
    public static AlertSink alerts(StreamSettings settings, MigrationId migration) {
        return new KafkaAlerts(new KafkaTopic(settings, "theseus-alerts-" + migration), settings.patience());
    }

    /** Publishes what happened in the last moments, if the broker answers. */
    @Override
    public void close() {
        try {
            publishTheRest();
        } catch (AxonException away) {
            LOG.warn("What happened last is published by the next run: {}", away.getMessage());
        }
        topic.close();
        processor.shutDown();
    }

    private void publishTheRest() {
        long last = index(events.createHeadToken());
        long end = System.nanoTime() + settings.patience().atEnd().toNanos();
        while (isBefore(last) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** A thread that was interrupted wants no waiting, and a broker that is away is not waited for. */
    private boolean isBefore(long last) {
        return processor.isRunning()
                && !Thread.currentThread().isInterrupted()
                && processor.processingStatus().values().stream()
                        .noneMatch(s -> s.isErrorState() || index(s.getTrackingToken()) >= last);
    }

    private static long index(@Nullable TrackingToken place) {
        return place == null ? -1 : place.position().orElse(-1);
    }

    private record Publication(MigrationId migration, EventRecords records, KafkaTopic topic)
            implements EventHandlerInvoker {

        @Override
        public boolean canHandle(EventMessage<?> message, Segment segment) {
            return message.getPayload() instanceof MigrationEvent event
                    && event.migration().equals(migration);
        }

        @Override
        public void handle(EventMessage<?> message, Segment segment) {
            topic.send(records.of((DomainEventMessage<?>) message));
        }
    }
}

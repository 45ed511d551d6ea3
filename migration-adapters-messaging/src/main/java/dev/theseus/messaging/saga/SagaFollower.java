package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaEvent;
import dev.theseus.domain.saga.SagaState;
import dev.theseus.messaging.store.AxonStores;
import dev.theseus.messaging.store.ReadyTracker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.repository.AnnotatedSagaRepository;
import org.axonframework.modelling.saga.repository.SagaStore;

/**
 * Lets every saga hear its events, from where it was left, until closed. Of several processes one does it; another
 * takes its place when it has been silent for a while. Failures are repeated with back-off; no event is passed over.
 */
final class SagaFollower implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final AxonStores stores;
    private final TrackingEventProcessor processor;

    private SagaFollower(AxonStores stores, TrackingEventProcessor processor) {
        this.stores = stores;
        this.processor = processor;
    }

    static SagaFollower start(AxonStores stores, SagaOrders orders) {
        TrackingEventProcessor processor = ReadyTracker.of(TrackingEventProcessor.builder()
                .name("workflows")
                .eventHandlerInvoker(new SagasOnly(sagas(stores, orders)))
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(stores.events())
                .tokenStore(stores.tokens(UUID.randomUUID().toString(), SILENCE))
                .transactionManager(stores.transactions())
                .trackingEventProcessorConfiguration(TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                        .andInitialTrackingToken(StreamableMessageSource::createTailToken)
                        .andTokenClaimInterval(1, TimeUnit.SECONDS)
                        .andEventAvailabilityTimeout(500, TimeUnit.MILLISECONDS)));
        processor.start();
        return new SagaFollower(stores, processor);
    }

    private static AnnotatedSagaManager<StepSaga> sagas(AxonStores stores, SagaOrders orders) {
        return AnnotatedSagaManager.<StepSaga>builder()
                .sagaType(StepSaga.class)
                .sagaFactory(StepSaga::new)
                .sagaRepository(AnnotatedSagaRepository.<StepSaga>builder()
                        .sagaType(StepSaga.class)
                        .sagaStore(stores.sagas())
                        .resourceInjector(saga -> ((StepSaga) saga).serveWith(orders))
                        .build())
                .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
                .build();
    }

    /** How all that have not ended stand; what happened in the last moments may be missing. */
    List<SagaStanding> open() {
        SagaStore<Object> kept = stores.sagas();
        return stores.transactions()
                .fetchInTransaction(() -> kept.findSagas(StepSaga.class, StepSaga.OPEN).stream()
                        .map(id -> kept.loadSaga(StepSaga.class, id))
                        // it may have ended in between
                        .filter(Objects::nonNull)
                        .flatMap(entry -> standing(entry.saga().state()))
                        .toList());
    }

    private static Stream<SagaStanding> standing(SagaState state) {
        return switch (state) {
            case SagaState.Absent s -> Stream.empty();
            case SagaState.Forward s -> Stream.of(standing(s.course(), state));
            case SagaState.Backward s -> Stream.of(standing(s.course(), state));
            case SagaState.Ended s -> Stream.empty();
        };
    }

    private static SagaStanding standing(SagaState.Course course, SagaState state) {
        return new SagaStanding(course.id(), course.definition().workflow(), state);
    }

    @Override
    public void close() {
        processor.shutDown();
    }

    private record SagasOnly(EventHandlerInvoker sagas) implements EventHandlerInvoker {

        @Override
        public boolean canHandle(EventMessage<?> message, Segment segment) {
            return message.getPayload() instanceof SagaEvent && sagas.canHandle(message, segment);
        }

        @Override
        public void handle(EventMessage<?> message, Segment segment) throws Exception {
            sagas.handle(message, segment);
        }
    }
}

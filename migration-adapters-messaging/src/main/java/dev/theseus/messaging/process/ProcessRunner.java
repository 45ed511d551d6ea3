package dev.theseus.messaging.process;

import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.Order;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.process.WorkCrew;
import dev.theseus.messaging.store.AxonStores;
import dev.theseus.messaging.store.ReadyTracker;
import dev.theseus.messaging.stored.StoredForm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.SagaRepository;
import org.axonframework.modelling.saga.repository.AnnotatedSagaRepository;

/**
 * Lets the saga of one migration hear its events, from where it was left, until closed. Failures are repeated with
 * back-off; no event is passed over.
 */
public final class ProcessRunner implements AutoCloseable {

    public static final List<StoredForm<?, ?>> FORMS = List.of(BackfillSaga.FORM, TransferSaga.FORM, TrafficSaga.FORM);

    private final TrackingEventProcessor processor;

    private ProcessRunner(TrackingEventProcessor processor) {
        this.processor = processor;
    }

    /**
     * Starts. The caller holds the {@link dev.theseus.domain.process.RunLock} of the migration: the processor comes
     * back under the same owner's name, so that the claim of a process that was killed needs no waiting for.
     */
    public static ProcessRunner start(AxonStores stores, MigrationId migration, WorkCrew crew) {
        String name = "backfill-" + migration;
        TrackingEventProcessor processor = ReadyTracker.of(TrackingEventProcessor.builder()
                .name(name)
                .eventHandlerInvoker(new OneMigration(migration, sagas(stores, crew)))
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(stores.events())
                .tokenStore(stores.tokens("run", Duration.ofSeconds(10)))
                .transactionManager(stores.transactions())
                .trackingEventProcessorConfiguration(TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                        .andInitialTrackingToken(StreamableMessageSource::createTailToken)
                        .andEventAvailabilityTimeout(500, TimeUnit.MILLISECONDS)));
        processor.start();
        return new ProcessRunner(processor);
    }

    private static AnnotatedSagaManager<BackfillSaga> sagas(AxonStores stores, WorkCrew crew) {
        SagaRepository<BackfillSaga> repository = AnnotatedSagaRepository.<BackfillSaga>builder()
                .sagaType(BackfillSaga.class)
                .sagaStore(stores.sagas())
                .resourceInjector(saga -> ((BackfillSaga) saga).serveWith(desk(crew)))
                .build();
        return AnnotatedSagaManager.<BackfillSaga>builder()
                .sagaType(BackfillSaga.class)
                .sagaFactory(BackfillSaga::new)
                .sagaRepository(repository)
                .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
                .build();
    }

    private static Desk desk(WorkCrew crew) {
        return (migration, process, run, orders) -> orders.forEach(order -> {
            if (order instanceof Order.Do(Work work)) {
                crew.order(migration, process, run, work);
            }
        });
    }

    @Override
    public void close() {
        processor.shutDown();
    }

    /** Several migrations may share a control database, each run by another process: each hears its own events. */
    private record OneMigration(MigrationId migration, EventHandlerInvoker sagas) implements EventHandlerInvoker {

        @Override
        public boolean canHandle(EventMessage<?> message, Segment segment) {
            return message.getPayload() instanceof MigrationEvent event
                    && event.migration().equals(migration)
                    && sagas.canHandle(message, segment);
        }

        @Override
        public void handle(EventMessage<?> message, Segment segment) throws Exception {
            sagas.handle(message, segment);
        }
    }
}

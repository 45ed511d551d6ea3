package dev.theseus.messaging.process;

import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.WorkCrew;
import dev.theseus.messaging.store.AxonStores;
import dev.theseus.messaging.store.ReadyTracker;
import dev.theseus.messaging.stored.StoredForm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.MultiEventHandlerInvoker;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.SagaRepository;
import org.axonframework.modelling.saga.repository.AnnotatedSagaRepository;

/**
 * Lets the sagas of one migration hear its events, each from where it was left, until closed. Failures are repeated
 * with back-off; no event is passed over.
 */
public final class ProcessRunner implements AutoCloseable {

    public static final List<StoredForm<?, ?>> FORMS = List.of(BackfillSaga.FORM, TransferSaga.FORM, TrafficSaga.FORM);

    private final RunDesk desk;
    private final TrackingEventProcessor processor;

    private ProcessRunner(RunDesk desk, TrackingEventProcessor processor) {
        this.desk = desk;
        this.processor = processor;
    }

    /**
     * Starts. The caller holds the {@link dev.theseus.domain.process.RunLock} of the migration: the processors come
     * back under the same owner's name, so that the claim of a process that was killed needs no waiting for.
     *
     * @param run that the caller is about to begin
     * @param commands executes what processes send
     */
    public static ProcessRunner start(
            AxonStores stores,
            MigrationId migration,
            RunId run,
            WorkCrew crew,
            BiConsumer<MigrationCommand, Origin> commands) {
        RunDesk desk = RunDesk.open(migration, run, crew, new Mail(commands, run), stores);
        // one processor for all: two that read on from different places can leave one of them waiting for the next
        // event
        TrackingEventProcessor processor = ReadyTracker.of(TrackingEventProcessor.builder()
                .name("backfill-" + migration)
                .eventHandlerInvoker(new OneMigration(migration, sagas(stores, desk)))
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(stores.events())
                .tokenStore(stores.tokens("run", Duration.ofSeconds(10)))
                .transactionManager(stores.transactions())
                .trackingEventProcessorConfiguration(TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                        .andInitialTrackingToken(StreamableMessageSource::createTailToken)
                        .andEventAvailabilityTimeout(500, TimeUnit.MILLISECONDS)));
        processor.start();
        return new ProcessRunner(desk, processor);
    }

    private static EventHandlerInvoker sagas(AxonStores stores, Desk desk) {
        return new MultiEventHandlerInvoker(
                sagas(stores, desk, BackfillSaga.class, BackfillSaga::new),
                sagas(stores, desk, TransferSaga.class, TransferSaga::new),
                sagas(stores, desk, TrafficSaga.class, TrafficSaga::new));
    }

    private static <S extends ProcessSaga<?>> AnnotatedSagaManager<S> sagas(
            AxonStores stores, Desk desk, Class<S> type, Supplier<S> make) {
        SagaRepository<S> repository = AnnotatedSagaRepository.<S>builder()
                .sagaType(type)
                .sagaStore(stores.sagas())
                .resourceInjector(saga -> ((ProcessSaga<?>) saga).serveWith(desk))
                .build();
        return AnnotatedSagaManager.<S>builder()
                .sagaType(type)
                .sagaFactory(make)
                .sagaRepository(repository)
                .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
                .build();
    }

    @Override
    public void close() {
        processor.shutDown();
        desk.close();
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

package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaCommand;
import dev.theseus.domain.saga.SagaEvent;
import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.SagaProcess;
import dev.theseus.domain.saga.SagaState;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** Holds the state between events; everything that is decided is decided by {@link SagaProcess}. */
final class SagaAggregate {

    /** All commands go to one handler, so they all carry this name. */
    static final String COMMAND = "saga";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // Axon reads it
    private @Nullable String id;

    private SagaState state = SagaProcess.INITIAL;

    SagaAggregate() {}

    /** The store does not tell aggregates of different types apart; no migration's name holds a colon. */
    static String identifier(SagaId saga) {
        return "saga:" + saga.value();
    }

    @CommandHandler(commandName = COMMAND)
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(SagaCommand command, MetaData origin) {
        SagaProcess.decide(state, command).forEach(event -> AggregateLifecycle.apply(event, origin));
    }

    @EventSourcingHandler
    void on(SagaEvent event) {
        id = identifier(event.saga());
        state = SagaProcess.evolve(state, event);
    }
}

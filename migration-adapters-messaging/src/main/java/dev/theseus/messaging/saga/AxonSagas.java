package dev.theseus.messaging.saga;

import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.saga.SagaCommand;
import dev.theseus.domain.saga.SagaEvent;
import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.SagaProcess;
import dev.theseus.domain.saga.SagaState;
import dev.theseus.messaging.command.AggregateCommands;
import dev.theseus.messaging.migration.OriginMetaData;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** Executes commands on sagas, and reads what became of them. Safe for several threads and several processes. */
final class AxonSagas {

    private final EventStore events;
    private final AggregateCommands<SagaCommand> commands;

    AxonSagas(EventStore events) {
        this.events = events;
        this.commands = new AggregateCommands<>(
                events,
                SagaAggregate.class,
                SagaCommand.class,
                SagaAggregate.COMMAND,
                command -> SagaAggregate.identifier(command.saga()));
    }

    void execute(SagaCommand command, Origin origin) {
        commands.execute(command, OriginMetaData.of(command, origin));
    }

    /** What the process itself reports. */
    void report(SagaCommand command) {
        execute(command, new Origin(Actor.PROCESS, "", command.saga().value()));
    }

    SagaState state(SagaId saga) {
        return events.readEvents(SagaAggregate.identifier(saga))
                .asStream()
                .map(message -> (SagaEvent) message.getPayload())
                .reduce(SagaProcess.INITIAL, SagaProcess::evolve, (first, second) -> second);
    }

    List<SagaEntry> trail(SagaId saga) {
        return events.readEvents(SagaAggregate.identifier(saga))
                .asStream()
                .map(AxonSagas::entry)
                .toList();
    }

    private static SagaEntry entry(DomainEventMessage<?> message) {
        return new SagaEntry(message.getSequenceNumber(), OriginMetaData.causeOf(message.getMetaData()), (SagaEvent)
                message.getPayload());
    }
}

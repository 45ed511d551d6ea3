package dev.theseus.messaging.migration;

import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.routing.Rollout;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/** Executes commands on migrations, each in its own transaction. Safe for several threads and several processes. */
public final class AxonMigrations {

    /**
     * Another process wrote an event in between, and its next one again, and again: more often than this is a fault.
     */
    private static final int ATTEMPTS = 50;

    private static final CommandTargetResolver BY_MIGRATION =
            command -> new VersionedAggregateIdentifier(migrationOf(command), null);

    private final EventStore events;
    private final CommandBus commands = SimpleCommandBus.builder().build();

    public AxonMigrations(EventStore events) {
        this.events = events;
        AggregateAnnotationCommandHandler.<MigrationAggregate>builder()
                .aggregateType(MigrationAggregate.class)
                .repository(EventSourcingRepository.builder(MigrationAggregate.class)
                        .eventStore(events)
                        .build())
                .commandTargetResolver(BY_MIGRATION)
                .build()
                .subscribe(commands);
    }

    private static Object migrationOf(CommandMessage<?> message) {
        return ((MigrationCommand) message.getPayload()).migration().value();
    }

    /**
     * Decides a command and keeps the events that follow. When it returns they are committed.
     *
     * @throws dev.theseus.domain.migration.IllegalTransition if the command makes no sense now
     */
    public void execute(MigrationCommand command, Origin origin) {
        for (int attempt = 1; ; attempt++) {
            try {
                dispatch(command, origin);
                return;
            } catch (ConcurrencyException anotherProcessWasFaster) {
                if (attempt == ATTEMPTS) {
                    throw anotherProcessWasFaster;
                }
            }
        }
    }

    private void dispatch(MigrationCommand command, Origin origin) {
        FutureCallback<MigrationCommand, Object> answer = new FutureCallback<>();
        commands.dispatch(
                new GenericCommandMessage<>(
                        new GenericMessage<>(command, OriginMetaData.of(command, origin)), MigrationAggregate.COMMAND),
                answer);
        CommandResultMessage<?> result = answer.getResult();
        if (result.isExceptional()) {
            throw unchecked(result.exceptionResult());
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    /** What the events so far make of a migration. */
    public MigrationState state(MigrationId migration) {
        return history(migration).state();
    }

    /** What every node has to go by. */
    public Rollout rollout(MigrationId migration) {
        History history = history(migration);
        return Migration.rollout(history.state(), history.events());
    }

    /** How many events there are. */
    public long version(MigrationId migration) {
        return events.lastSequenceNumberFor(migration.value()).orElse(-1L) + 1;
    }

    private record History(MigrationState state, long events) {}

    private History history(MigrationId migration) {
        return events.readEvents(migration.value())
                .asStream()
                .map(message -> (MigrationEvent) message.getPayload())
                .reduce(
                        new History(Migration.INITIAL, 0),
                        (h, event) -> new History(Migration.evolve(h.state(), event), h.events() + 1),
                        (first, second) -> second);
    }
}

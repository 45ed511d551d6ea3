package dev.theseus.messaging.command;

import java.util.function.Function;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/**
 * Executes the commands of one kind of aggregate, each in its own transaction. Safe for several threads and several
 * processes.
 *
 * @param <C> the commands
 */
public final class AggregateCommands<C> {

    /**
     * Another process wrote an event in between, and its next one again, and again: more often than this is a fault.
     */
    private static final int ATTEMPTS = 50;

    private final String name;
    private final CommandBus commands = SimpleCommandBus.builder().build();

    /**
     * @param aggregate with one handler of all commands
     * @param name under which that handler is registered
     * @param identifier of the aggregate that a command is for
     */
    public AggregateCommands(
            EventStore events, Class<?> aggregate, Class<C> command, String name, Function<C, Object> identifier) {
        this.name = name;
        subscribe(events, aggregate, command, identifier);
    }

    private <A> void subscribe(
            EventStore events, Class<A> aggregate, Class<C> command, Function<C, Object> identifier) {
        AggregateAnnotationCommandHandler.<A>builder()
                .aggregateType(aggregate)
                .repository(EventSourcingRepository.builder(aggregate)
                        .eventStore(events)
                        .build())
                .commandTargetResolver(message ->
                        new VersionedAggregateIdentifier(identifier.apply(command.cast(message.getPayload())), null))
                .build()
                .subscribe(commands);
    }

    /**
     * Decides a command and keeps the events that follow. When it returns they are committed.
     *
     * @throws RuntimeException as the decision threw it; nothing changed
     */
    public void execute(C command, MetaData origin) {
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

    private void dispatch(C command, MetaData origin) {
        FutureCallback<C, Object> answer = new FutureCallback<>();
        commands.dispatch(new GenericCommandMessage<>(new GenericMessage<>(command, origin), name), answer);
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
}

package dev.theseus.messaging.command;

import java.util.Optional;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.common.lock.NullLockFactory;
import org.axonframework.common.lock.PessimisticLockFactory;
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
    private final Function<C, Object> identifier;
    private final LockFactory locks = PessimisticLockFactory.usingDefaults();
    private final CommandBus commands = SimpleCommandBus.builder().build();

    /**
     * @param aggregate with one handler of all commands
     * @param name under which that handler is registered
     * @param identifier of the aggregate that a command is for
     */
    public AggregateCommands(
            EventStore events, Class<?> aggregate, Class<C> command, String name, Function<C, Object> identifier) {
        this.name = name;
        this.identifier = identifier;
        subscribe(events, aggregate, command);
    }

    /** The repository locks nothing: who executes a command does. */
    private <A> void subscribe(EventStore events, Class<A> aggregate, Class<C> command) {
        AggregateAnnotationCommandHandler.<A>builder()
                .aggregateType(aggregate)
                .repository(EventSourcingRepository.builder(aggregate)
                        .eventStore(events)
                        .lockFactory(NullLockFactory.INSTANCE)
                        .build())
                .commandTargetResolver(message ->
                        new VersionedAggregateIdentifier(identifier.apply(command.cast(message.getPayload())), null))
                .build()
                .subscribe(commands);
    }

    /**
     * Decides a command and keeps the events that follow. When it returns they are committed. It is short, and what was
     * to be told is so: a thread that is interrupted carries it out and stays interrupted.
     *
     * @throws RuntimeException as the decision threw it; nothing changed
     */
    public void execute(C command, MetaData origin) {
        boolean interrupted = Thread.interrupted();
        try {
            Optional<Lock> lock = lock(command);
            while (lock.isEmpty()) {
                interrupted = true;
                lock = lock(command);
            }
            try {
                repeat(command, origin);
            } finally {
                lock.get().release();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Keeps other threads from the aggregate; empty if this one was interrupted while it waited for them. */
    private Optional<Lock> lock(C command) {
        try {
            return Optional.of(locks.obtainLock(identifier.apply(command).toString()));
        } catch (LockAcquisitionFailedException e) {
            if (Thread.interrupted()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void repeat(C command, MetaData origin) {
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

package dev.theseus.messaging.migration;

import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.messaging.command.AggregateCommands;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** Executes commands on migrations, each in its own transaction. Safe for several threads and several processes. */
public final class AxonMigrations {

    private final EventStore events;
    private final AggregateCommands<MigrationCommand> commands;

    public AxonMigrations(EventStore events) {
        this.events = events;
        this.commands = new AggregateCommands<>(
                events,
                MigrationAggregate.class,
                MigrationCommand.class,
                MigrationAggregate.COMMAND,
                command -> command.migration().value());
    }

    /**
     * Decides a command and keeps the events that follow. When it returns they are committed.
     *
     * @throws dev.theseus.domain.migration.IllegalTransition if the command makes no sense now
     */
    public void execute(MigrationCommand command, Origin origin) {
        commands.execute(command, OriginMetaData.of(command, origin));
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

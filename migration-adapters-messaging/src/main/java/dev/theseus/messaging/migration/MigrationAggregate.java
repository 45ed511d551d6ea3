package dev.theseus.messaging.migration;

import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** Holds the state between events; everything that is decided is decided by {@link Migration}. */
final class MigrationAggregate {

    /** All commands go to one handler, so they all carry this name. */
    static final String COMMAND = "migration";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // Axon reads it
    private @Nullable String id;

    private MigrationState state = Migration.INITIAL;

    MigrationAggregate() {}

    @CommandHandler(commandName = COMMAND)
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(MigrationCommand command, MetaData origin) {
        Migration.decide(state, command).forEach(event -> AggregateLifecycle.apply(event, origin));
    }

    @EventSourcingHandler
    void on(MigrationEvent event) {
        id = event.migration().value();
        state = Migration.evolve(state, event);
    }
}

package dev.theseus.messaging.process;

import dev.theseus.domain.migration.MigrationEvent;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.annotation.MessageHandlingMember;
import org.axonframework.modelling.saga.AssociationResolver;

/** Finds the saga of an event by its migration, so that the domain's records need no annotation. Made by Axon. */
public final class MigrationAssociation implements AssociationResolver {

    @Override
    public <T> void validate(String associationPropertyName, MessageHandlingMember<T> handler) {
        // every event names its migration
    }

    @Override
    public <T> Object resolve(
            String associationPropertyName, EventMessage<?> message, MessageHandlingMember<T> handler) {
        return ((MigrationEvent) message.getPayload()).migration().value();
    }
}

package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaEvent;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.annotation.MessageHandlingMember;
import org.axonframework.modelling.saga.AssociationResolver;

/** Finds the saga of an event by its name, so that the domain's records need no annotation. Made by Axon. */
public final class SagaAssociation implements AssociationResolver {

    @Override
    public <T> void validate(String associationPropertyName, MessageHandlingMember<T> handler) {
        // every event names its saga
    }

    @Override
    public <T> Object resolve(
            String associationPropertyName, EventMessage<?> message, MessageHandlingMember<T> handler) {
        return ((SagaEvent) message.getPayload()).saga().value();
    }
}

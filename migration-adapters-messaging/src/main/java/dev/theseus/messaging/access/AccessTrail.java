package dev.theseus.messaging.access;

import dev.theseus.domain.access.AccessEntry;
import dev.theseus.domain.access.AccessEvent;
import dev.theseus.domain.audit.AuditEntry.StoredEvent;
import dev.theseus.domain.audit.Origin;
import dev.theseus.messaging.migration.OriginMetaData;
import dev.theseus.messaging.stored.StoredForm;
import dev.theseus.messaging.stored.StoredFormSerializer;
import java.util.List;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * What happened at the door, in one stream. Nothing is decided by it, so that an append need not read what is there.
 * Safe for several threads and several processes.
 */
public final class AccessTrail {

    private static final String STREAM = "theseus.access";

    /** Somebody else appended in between, again and again: more often than this is a fault. */
    private static final int ATTEMPTS = 50;

    private final EventStore events;
    private final StoredFormSerializer serializer;
    private final TransactionManager transactions;

    public AccessTrail(EventStore events, StoredFormSerializer serializer, TransactionManager transactions) {
        this.events = events;
        this.serializer = serializer;
        this.transactions = transactions;
    }

    /** Keeps an event; committed when it returns. Where somebody took its place meanwhile, the next one is tried. */
    public void append(AccessEvent event, Origin origin) {
        for (int attempt = 1; ; attempt++) {
            try {
                appendAfter(events.lastSequenceNumberFor(STREAM).orElse(-1L), event, origin);
                return;
            } catch (ConcurrencyException | AggregateStreamCreationException somebodyWasFaster) {
                if (attempt == ATTEMPTS) {
                    throw somebodyWasFaster;
                }
            }
        }
    }

    private void appendAfter(long last, AccessEvent event, Origin origin) {
        UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
        unit.attachTransaction(transactions);
        unit.execute(() -> events.publish(
                new GenericDomainEventMessage<>("access", STREAM, last + 1, event, OriginMetaData.of(event, origin))));
    }

    /**
     * A stretch of the stream, oldest first.
     *
     * @param from the first sequence wanted, from 0
     * @param limit at most so many
     */
    public List<AccessEntry> trail(long from, int limit) {
        return events.readEvents(STREAM, from)
                .asStream()
                .limit(limit)
                .map(this::entry)
                .toList();
    }

    /** How many events there are. */
    public long size() {
        return events.lastSequenceNumberFor(STREAM).orElse(-1L) + 1;
    }

    private AccessEntry entry(DomainEventMessage<?> message) {
        AccessEvent event = (AccessEvent) message.getPayload();
        StoredForm<?, ?> form = serializer.formOf(event.getClass());
        return new AccessEntry(
                message.getSequenceNumber(),
                event.at(),
                OriginMetaData.causeOf(message.getMetaData()).origin(),
                new StoredEvent(form.name(), form.revision(), serializer.json(event)));
    }
}

package dev.theseus.messaging.store;

import dev.theseus.messaging.deadline.Deadlines;
import dev.theseus.messaging.deadline.Due;
import dev.theseus.messaging.stored.AccessForms;
import dev.theseus.messaging.stored.EventForms;
import dev.theseus.messaging.stored.SagaForms;
import dev.theseus.messaging.stored.StoredForm;
import dev.theseus.messaging.stored.StoredFormSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.SQLErrorCodesResolver;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.modelling.saga.repository.jdbc.PostgresSagaSqlSchema;
import org.axonframework.serialization.upcasting.event.EventUpcaster;

/**
 * Axon's JDBC stores on one control database. All that happens in one unit of work is one database transaction: an
 * event, the state of the saga that heard it and the place of its processor are kept together or not at all.
 */
public final class AxonStores implements AutoCloseable {

    /** How long an event of another process may go unnoticed; those of this process are seen at once. */
    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * How long a missing index may turn up late: its transaction is open, or was rolled back. A gap costs nothing while
     * it is remembered, and an event that is skipped is skipped for ever.
     */
    private static final Duration GAPS_REMEMBERED = Duration.ofDays(1);

    private static final int UNIQUE_VIOLATION = 23505;

    private final DataSource database;
    private final ConnectionProvider connections;
    private final TransactionManager transactions = new UnitOfWorkTransactions();
    private final StoredFormSerializer serializer;
    private final JdbcEventStorageEngine engine;
    private final EmbeddedEventStore events;
    private final EmbeddedEventStore feed;
    private final ConcurrentLinkedDeque<EmbeddedEventStore> otherFeeds = new ConcurrentLinkedDeque<>();

    /**
     * @param database whose connections don't commit by themselves; {@link ControlTables#DDL} has been run in it
     * @param otherForms of what is stored besides events and tokens
     * @param upcaster from older revisions of events to today's
     */
    public AxonStores(DataSource database, List<? extends StoredForm<?, ?>> otherForms, EventUpcaster upcaster) {
        List<StoredForm<?, ?>> forms = new ArrayList<>(EventForms.ALL);
        // whoever follows the events meets those of sagas and of the door as well
        forms.addAll(SagaForms.ALL);
        forms.addAll(AccessForms.ALL);
        forms.addAll(TokenForms.ALL);
        forms.addAll(otherForms);
        serializer = new StoredFormSerializer(forms);
        this.database = database;
        connections = new UnitOfWorkAwareConnectionProviderWrapper(new DataSourceConnectionProvider(database));
        engine = engine(upcaster);
        events = store(engine);
        feed = store(engine);
    }

    private static EmbeddedEventStore store(JdbcEventStorageEngine engine) {
        return EmbeddedEventStore.builder()
                .storageEngine(engine)
                .fetchDelay(POLL.toMillis())
                .timeUnit(TimeUnit.MILLISECONDS)
                .build();
    }

    private JdbcEventStorageEngine engine(EventUpcaster upcaster) {
        return JdbcEventStorageEngine.builder()
                .connectionProvider(connections)
                .transactionManager(transactions)
                .schema(ControlTables.EVENTS)
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .upcasterChain(upcaster)
                .persistenceExceptionResolver(new SQLErrorCodesResolver(List.of(UNIQUE_VIOLATION)))
                .gapTimeout((int) GAPS_REMEMBERED.toMillis())
                .build();
    }

    /** For commands, and for the one processor that has to hear of an event at once. */
    public EventStore events() {
        return events;
    }

    /**
     * The same events, for a processor beside. Two processors of one store share its cache, and one that begins to read
     * at an earlier event than the other can be left waiting until the next event after that.
     */
    public EventStore feed() {
        return feed;
    }

    /** The same for one processor more, each of which needs a cache of its own; closed with this. */
    public EventStore anotherFeed() {
        EmbeddedEventStore another = store(engine);
        otherFeeds.push(another);
        return another;
    }

    public StoredFormSerializer serializer() {
        return serializer;
    }

    public TransactionManager transactions() {
        return transactions;
    }

    public SagaStore<Object> sagas() {
        return JdbcSagaStore.builder()
                .connectionProvider(connections)
                .sqlSchema(new PostgresSagaSqlSchema(ControlTables.SAGAS))
                .serializer(serializer)
                .build();
    }

    /**
     * The places that event processors have reached.
     *
     * @param owner who claims them; one that comes back under the same name has them at once
     * @param claimTimeout after which a claim that was not extended may be taken by another owner
     */
    public TokenStore tokens(String owner, Duration claimTimeout) {
        return JdbcTokenStore.builder()
                .connectionProvider(connections)
                .schema(ControlTables.TOKENS)
                .serializer(serializer)
                .contentType(byte[].class)
                .nodeId(owner)
                .claimTimeout(claimTimeout)
                .build();
    }

    /** Begins to listen to the deadlines of a kind; the caller closes them, before this. */
    public Deadlines deadlines(String kind, Due due) {
        return Deadlines.listen(database, kind, due);
    }

    /** As above, with so many calls at the same time. */
    public Deadlines deadlines(String kind, int atOnce, Due due) {
        return Deadlines.listen(database, kind, atOnce, due);
    }

    @Override
    public void close() {
        events.shutDown();
        feed.shutDown();
        otherFeeds.forEach(EmbeddedEventStore::shutDown);
    }
}

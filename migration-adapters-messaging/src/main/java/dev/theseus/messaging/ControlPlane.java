package dev.theseus.messaging;

import dev.theseus.domain.access.AccessEntry;
import dev.theseus.domain.access.AccessEvent;
import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.WorkCrew;
import dev.theseus.domain.readmodel.ReadModels;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.messaging.access.AccessTrail;
import dev.theseus.messaging.migration.AuditTrail;
import dev.theseus.messaging.migration.AxonMigrations;
import dev.theseus.messaging.process.ProcessRunner;
import dev.theseus.messaging.projection.ReadModelFeed;
import dev.theseus.messaging.store.AxonStores;
import dev.theseus.messaging.store.ControlTables;
import dev.theseus.messaging.stored.EventUpcasters;
import dev.theseus.messaging.stream.EventStream;
import dev.theseus.messaging.stream.StreamSettings;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.common.AxonException;
import org.slf4j.MDC;

/**
 * Decides and remembers: commands go in, events are kept in the control database, the process of a migration orders its
 * work. Several may be open on one control database, in one process or in many. Safe for several threads.
 *
 * <p>Every method that reads or writes throws {@link ControlDatabaseFailed} if the control database does not answer.
 */
public final class ControlPlane implements AutoCloseable {

    private final AxonStores stores;
    private final AxonMigrations migrations;
    private final AuditTrail trail;
    private final AccessTrail access;
    private final ConcurrentLinkedDeque<AutoCloseable> started = new ConcurrentLinkedDeque<>();

    private ControlPlane(AxonStores stores) {
        this.stores = stores;
        this.migrations = new AxonMigrations(stores.events());
        this.trail = new AuditTrail(stores.events(), stores.serializer());
        this.access = new AccessTrail(stores.events(), stores.serializer(), stores.transactions());
    }

    /** The tables that must stand before {@link #open}; may be run again and again. */
    public static String ddl() {
        return ControlTables.DDL;
    }

    /**
     * Opens the control plane; nothing runs in the background yet.
     *
     * @param database the control database, with connections that don't commit by themselves ({@code autoCommit}
     *     false); it stays the caller's to close, after this
     */
    public static ControlPlane open(DataSource database) {
        return new ControlPlane(new AxonStores(database, ProcessRunner.FORMS, EventUpcasters.all()));
    }

    /**
     * Decides a command and keeps what follows from it; committed when it returns.
     *
     * @throws dev.theseus.domain.migration.IllegalTransition if the command makes no sense now; nothing changed
     */
    @SuppressWarnings("try") // whatever is logged meanwhile says what it belongs to
    public void execute(MigrationCommand command, Origin origin) {
        try (MDC.MDCCloseable migration =
                        MDC.putCloseable("migration", command.migration().value());
                MDC.MDCCloseable correlation = MDC.putCloseable("correlation", origin.correlation())) {
            carryOut(command, origin);
        }
    }

    private void carryOut(MigrationCommand command, Origin origin) {
        asking(() -> {
            migrations.execute(command, origin);
            return Boolean.TRUE;
        });
    }

    /** Where a migration stands, by its events. */
    public MigrationState state(MigrationId migration) {
        return asking(() -> migrations.state(migration));
    }

    /**
     * How many events a migration has; grows with every decision.
     *
     * @return 0 if there is no such migration
     */
    public long version(MigrationId migration) {
        return asking(() -> migrations.version(migration));
    }

    /** What every node has to go by, as the events say at this moment. */
    public Rollout rollout(MigrationId migration) {
        return asking(() -> migrations.rollout(migration));
    }

    /** Everything that happened to a migration, oldest first; empty if there is no such migration. */
    public List<AuditEntry> audit(MigrationId migration) {
        return asking(() -> trail.of(migration));
    }

    /**
     * A stretch of what happened to a migration, oldest first.
     *
     * @param from the first sequence wanted, from 0
     * @param limit at most so many
     */
    public List<AuditEntry> audit(MigrationId migration, long from, int limit) {
        return asking(() -> trail.of(migration, from, limit));
    }

    /**
     * What happened to a migration since it had so many events, oldest first.
     *
     * @param from a {@link #version} of before
     */
    public List<MigrationEvent> since(MigrationId migration, long from) {
        return asking(() -> trail.since(migration, from));
    }

    /** Keeps what happened at the door of the server; committed when it returns. */
    public void note(AccessEvent event, Origin origin) {
        asking(() -> {
            access.append(event, origin);
            return Boolean.TRUE;
        });
    }

    /**
     * What happened at the door of the server, oldest first.
     *
     * @param from the first sequence wanted, from 0
     * @param limit at most so many
     */
    public List<AccessEntry> access(long from, int limit) {
        return asking(() -> access.trail(from, limit));
    }

    /** How many events at the door of the server there are. */
    public long accesses() {
        return asking(access::size);
    }

    /**
     * Starts to pass the orders of a migration's processes to a crew, until this is closed. The processes hear what
     * they have not heard yet, old events included; their orders carry the run that they belong to. Deadlines of this
     * migration are heard from now on.
     *
     * <p>The caller holds the {@link dev.theseus.domain.process.RunLock} of the migration, and afterwards begins the
     * run.
     */
    public void startProcesses(MigrationId migration, RunId run, WorkCrew crew) {
        started.push(asking(() -> ProcessRunner.start(stores, migration, run, crew, migrations::execute)));
    }

    /**
     * Starts to bring events into read models, from where it was left, until this is closed. Several processes may ask
     * for it on one control database; one of them does it.
     */
    public void startReadModels(ReadModels readModels) {
        started.push(asking(() -> ReadModelFeed.start(stores, trail, readModels)));
    }

    /**
     * Starts to publish what happens to a migration, from where it was left, until what is returned or this is closed.
     *
     * <p>The caller holds the {@link dev.theseus.domain.process.RunLock} of the migration, and starts one stream of it.
     */
    public Running startEventStream(MigrationId migration, StreamSettings settings) {
        EventStream stream = asking(() -> EventStream.start(stores, trail, migration, settings));
        started.push(stream);
        return () -> {
            if (started.remove(stream)) {
                stream.close();
            }
        };
    }

    /** Something that was started. */
    @FunctionalInterface
    public interface Running extends AutoCloseable {

        /** Stops it, after the event in hand. */
        @Override
        void close();
    }

    /** Stops what was started, after the event in hand. */
    @Override
    public void close() {
        for (AutoCloseable running = started.poll(); running != null; running = started.poll()) {
            stop(running);
        }
        stores.close();
    }

    private static void stop(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception failed) {
            throw new IllegalStateException("A part of the control plane did not stop", failed);
        }
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (AxonException failed) {
            throw new ControlDatabaseFailed(failed);
        }
    }
}

package dev.theseus.app.configuration;

import dev.theseus.app.control.ControlDatabase;
import dev.theseus.app.plan.ControlStore;
import dev.theseus.app.plan.Passwords;
import dev.theseus.domain.chain.AuditChain;
import dev.theseus.domain.process.RunLock;
import dev.theseus.domain.readmodel.ReadModels;
import dev.theseus.domain.stream.StreamProgress;
import dev.theseus.jdbc.access.AccessStore;
import dev.theseus.jdbc.audit.PgAuditChain;
import dev.theseus.jdbc.control.ControlAddress;
import dev.theseus.jdbc.control.ControlConnections;
import dev.theseus.jdbc.readmodel.ReadModelStore;
import dev.theseus.messaging.ControlPlane;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The control plane on the control database of one plan file. */
public final class ControlRoom implements AutoCloseable {

    private final Parts parts;
    private final Runnable closing;

    /** What is open, for everybody who shares it. */
    private record Parts(
            ControlConnections connections,
            ReadModelStore store,
            ControlPlane plane,
            AccessStore access,
            AtomicBoolean feedsReadModels) {}

    private ControlRoom(Parts parts, Runnable closing) {
        this.parts = parts;
        this.closing = closing;
    }

    /**
     * Opens it; an embedded control database is started if it does not run.
     *
     * @throws RuntimeException that says what to do, if the control database can't be had
     */
    public static ControlRoom open(ControlStore store, Passwords passwords) {
        ControlDatabase database = database(store, passwords);
        try {
            ControlConnections connections = ControlConnections.open(
                    database.address(),
                    List.of(ControlPlane.ddl(), PgAuditChain.ddl(), ReadModelStore.ddl(), AccessStore.ddl()));
            Parts parts = new Parts(
                    connections,
                    ReadModelStore.open(connections.source()),
                    ControlPlane.open(connections.source()),
                    AccessStore.of(connections.source()),
                    new AtomicBoolean());
            return new ControlRoom(parts, () -> close(parts, database));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static ControlDatabase database(ControlStore store, Passwords passwords) {
        return switch (store) {
            case ControlStore.Embedded embedded -> ControlDatabase.in(embedded.directory());
            case ControlStore.Server server ->
                ControlDatabase.at(new ControlAddress(
                        server.address().url(), server.address().user(), passwords.of(server.address())));
        };
    }

    /** The same room for somebody who closes what he gets; it stays open until this is closed. */
    public ControlRoom lent() {
        return new ControlRoom(parts, () -> {});
    }

    public ControlPlane plane() {
        return parts.plane();
    }

    /** What people look at; it lags behind the events a little. */
    public ReadModels readModels() {
        return parts.store().readModels();
    }

    /** Begins to bring events into the read models, until this is closed; once is enough. */
    public void startReadModels() {
        if (parts.feedsReadModels().compareAndSet(false, true)) {
            parts.plane().startReadModels(parts.store().readModels());
        }
    }

    /** What the server keeps besides events. */
    public AccessStore access() {
        return parts.access();
    }

    /** The chain that shows whether events are as they were written. */
    public AuditChain auditChain() {
        return parts.connections().auditChain();
    }

    /** How far the publishing of events is. */
    public StreamProgress streamProgress() {
        return parts.connections().streamProgress();
    }

    public RunLock runLock() {
        return parts.connections().runLock();
    }

    private static void close(Parts parts, ControlDatabase database) {
        parts.plane().close();
        parts.store().close();
        parts.connections().close();
        database.close();
    }

    @Override
    public void close() {
        closing.run();
    }
}

package dev.theseus.app.configuration;

import dev.theseus.app.control.ControlDatabase;
import dev.theseus.app.plan.ControlStore;
import dev.theseus.app.plan.Passwords;
import dev.theseus.domain.chain.AuditChain;
import dev.theseus.domain.process.RunLock;
import dev.theseus.domain.readmodel.ReadModels;
import dev.theseus.domain.stream.StreamProgress;
import dev.theseus.jdbc.audit.PgAuditChain;
import dev.theseus.jdbc.control.ControlAddress;
import dev.theseus.jdbc.control.ControlConnections;
import dev.theseus.jdbc.readmodel.ReadModelStore;
import dev.theseus.messaging.ControlPlane;
import java.util.List;

/** The control plane on the control database of one plan file. */
public final class ControlRoom implements AutoCloseable {

    private final ControlDatabase database;
    private final ControlConnections connections;
    private final ReadModelStore store;
    private final ControlPlane plane;

    private ControlRoom(ControlDatabase database, ControlConnections connections) {
        this.database = database;
        this.connections = connections;
        this.store = ReadModelStore.open(connections.source());
        this.plane = ControlPlane.open(connections.source());
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
                    database.address(), List.of(ControlPlane.ddl(), PgAuditChain.ddl(), ReadModelStore.ddl()));
            return new ControlRoom(database, connections);
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

    public ControlPlane plane() {
        return plane;
    }

    /** What people look at; it lags behind the events a little. */
    public ReadModels readModels() {
        return store.readModels();
    }

    /** Begins to bring events into the read models, until this is closed. */
    public void startReadModels() {
        plane.startReadModels(store.readModels());
    }

    /** The chain that shows whether events are as they were written. */
    public AuditChain auditChain() {
        return connections.auditChain();
    }

    /** How far the publishing of events is. */
    public StreamProgress streamProgress() {
        return connections.streamProgress();
    }

    public RunLock runLock() {
        return connections.runLock();
    }

    @Override
    public void close() {
        plane.close();
        store.close();
        connections.close();
        database.close();
    }
}

package dev.theseus.app.embed.saga;

import dev.theseus.domain.saga.Workflow;
import dev.theseus.jdbc.audit.PgAuditChain;
import dev.theseus.jdbc.control.ControlAddress;
import dev.theseus.jdbc.control.ControlConnections;
import dev.theseus.messaging.saga.BusinessSagas;
import java.util.Collection;
import java.util.List;

/** The workflows of a service, and its sessions of the control database. */
public final class EmbeddedSagas implements AutoCloseable {

    private final ControlConnections connections;
    private final BusinessSagas sagas;

    private EmbeddedSagas(ControlConnections connections, BusinessSagas sagas) {
        this.connections = connections;
        this.sagas = sagas;
    }

    /**
     * Opens them, makes sure that the control tables stand, and goes on with whatever is open.
     *
     * @param control the control database, the same for all nodes of the service
     * @param workflows all that this node knows
     * @throws RuntimeException that says what to do, if the control database can't be had
     */
    public static EmbeddedSagas open(
            ControlAddress control, Collection<Workflow> workflows, BusinessSagas.Settings settings) {
        ControlConnections connections =
                ControlConnections.open(control, List.of(BusinessSagas.ddl(), PgAuditChain.ddl()));
        try {
            return new EmbeddedSagas(connections, BusinessSagas.open(connections.source(), workflows, settings));
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    public BusinessSagas sagas() {
        return sagas;
    }

    /** Stops after the steps in hand; what is open goes on elsewhere or later. */
    @Override
    public void close() {
        sagas.close();
        connections.close();
    }
}

package dev.theseus.app.operations;

import dev.theseus.app.cli.Operations.Order;
import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.messaging.ControlPlane;
import dev.theseus.messaging.ControlPlane.Running;
import dev.theseus.messaging.stream.EventStream;
import dev.theseus.messaging.stream.StreamSettings;
import java.util.List;
import java.util.Optional;

/**
 * What a run publishes, if its plan names an event stream.
 *
 * @param events that are published until this is closed
 * @param alerts where alerts are published; whoever takes them closes them
 */
record RunStream(Optional<Running> events, List<AlertSink> alerts) implements AutoCloseable {

    static RunStream start(ControlPlane plane, Order order, MigrationId migration) {
        Optional<StreamSettings> settings = order.plan().stream().map(s -> s.with(order.environment()));
        return new RunStream(
                settings.map(s -> plane.startEventStream(migration, s)),
                settings.map(s -> EventStream.alerts(s, migration)).stream().toList());
    }

    @Override
    public void close() {
        events.ifPresent(Running::close);
    }
}

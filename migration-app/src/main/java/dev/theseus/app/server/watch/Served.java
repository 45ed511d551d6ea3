package dev.theseus.app.server.watch;

import dev.theseus.app.cli.Operations;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.domain.plan.MigrationId;
import java.util.Optional;

/**
 * The migration that a server serves, and what can be done about it.
 *
 * @param room its control room, open as long as the server
 * @param operations the same that the command line calls
 * @param template of the orders that they are given
 * @param run of the migration in this process; empty where somebody else runs it
 */
public record Served(ControlRoom room, Operations operations, Order template, Optional<RunHere> run) {

    public MigrationId migration() {
        return template.plan().migration();
    }

    /** An order in somebody's name. */
    public Order order(String actor, String reason) {
        return new Order(template.file(), template.plan(), template.environment(), actor, Optional.of(reason));
    }

    @Override
    public String toString() {
        return "Served[" + migration() + "]";
    }
}

package dev.theseus.messaging.process;

import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.Order;
import java.util.List;

/** Where the orders of processes go to whoever carries them out. Returns at once. */
@FunctionalInterface
interface Desk {

    /**
     * @param process that orders
     * @param run that the process knows of
     */
    void pass(MigrationId migration, String process, RunId run, List<Order> orders);
}

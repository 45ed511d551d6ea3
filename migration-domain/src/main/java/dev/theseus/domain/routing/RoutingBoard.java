package dev.theseus.domain.routing;

import dev.theseus.domain.plan.TablePlan;
import java.util.Collection;
import java.util.List;

/**
 * Where the control plane leaves its decisions for the nodes, and nodes find them together with how far the target
 * follows. It stands in the database that the nodes can't do without anyway, so they need no way to the control plane.
 * Safe for several threads and processes.
 */
public interface RoutingBoard {

    /**
     * Leaves a decision. Ignored if one with the same or a greater version stands there already.
     *
     * @param tables of the plan
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the database is away; publish again then
     */
    void publish(Rollout rollout, Collection<TablePlan> tables);

    /**
     * The decision that stands, and the standing as of now; one cheap query, made several times a second by each node.
     *
     * @return {@link RoutingSnapshot#NONE} while nothing was published
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the database is away
     */
    RoutingSnapshot look();

    /** The tables that were published with the decision. */
    List<TablePlan> tables();
}

package dev.theseus.domain.routing;

import dev.theseus.domain.plan.TablePlan;
import java.util.Collection;
import java.util.List;

/**
 * Where the control plane leaves its decisions for the nodes, and nodes find them together with how far the target
 * follows. One stands in each of the two databases, and nodes look at that of the database that has authority: they
 * can't do without that one anyway, so they need no way to the control plane. Safe for several threads and processes.
 */
public interface RoutingBoard {

    /**
     * Leaves a decision. Ignored if one with the same or a greater version stands there already.
     *
     * @param rollout its epoch is on record only: nodes go by the one that a database measures of itself
     * @param tables of the plan
     * @return how far it got
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the database is away whose board nodes look at;
     *     publish again then
     */
    Published publish(Rollout rollout, Collection<TablePlan> tables);

    /**
     * The decision that stands, and the standing as of now; one cheap query, made several times a second by each node.
     * Its epoch is the database's own, read at that moment: it says whether this side has authority.
     *
     * @return {@link RoutingSnapshot#NONE} where nothing was prepared
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the database is away
     */
    RoutingSnapshot look();

    /** The tables that were published with the decision. */
    List<TablePlan> tables();

    /** How far a decision got. */
    enum Published {
        /** It, or a later one, stands wherever it has to. */
        EVERYWHERE,
        /** It stands where nodes look now, but not in the other database: publish it again. */
        IN_PART
    }
}

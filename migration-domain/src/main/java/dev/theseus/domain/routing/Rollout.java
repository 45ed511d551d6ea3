package dev.theseus.domain.routing;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.phase.Phase;

/**
 * What the control plane has decided, as it reaches every node.
 *
 * @param version grows with every decision; a node never goes back to a smaller one
 * @param epoch which of the two databases has authority; on a node, as the database that it looks at says of itself
 * @param phase of the migration; a paused one is in the phase that it is held in
 * @param policy who reads from new
 */
public record Rollout(long version, Epoch epoch, Phase phase, RolloutPolicy policy) {

    /** Before anything is decided: everything is the old database's. */
    public static final Rollout NONE = new Rollout(0, Epoch.FIRST, Phase.PLANNED, RolloutPolicy.NOBODY);
}

package dev.theseus.domain.cache;

import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.routing.Rollout;
import java.util.Optional;

/**
 * Why a node's caches don't hold any more. It is told by the rollouts that the node has seen, so nobody has to call.
 */
public enum CacheOccasion {

    /** The other database has it now. */
    AUTHORITY_MOVED,

    /** The migration is in an earlier phase than before: a checkpoint was restored, or everything is taken back. */
    WENT_BACK;

    /** What an event means for the caches of those who hear of events instead of rollouts. */
    public static Optional<CacheOccasion> of(MigrationEvent event) {
        if (event instanceof MigrationEvent.AuthorityMoved) {
            return Optional.of(AUTHORITY_MOVED);
        }
        boolean back = event instanceof MigrationEvent.CachesCleared
                || event instanceof MigrationEvent.RollbackBegan
                || event instanceof MigrationEvent.VerificationWithdrawn;
        return back ? Optional.of(WENT_BACK) : Optional.empty();
    }

    /**
     * Whether the step from one rollout to the next is an occasion. A node that has just started has seen none yet, and
     * its caches are empty.
     */
    public static Optional<CacheOccasion> between(Rollout before, Rollout after) {
        if (before.version() == Rollout.NONE.version()) {
            return Optional.empty();
        }
        if (!before.epoch().equals(after.epoch())) {
            return Optional.of(AUTHORITY_MOVED);
        }
        boolean back = !PhaseTable.hasReached(after.phase(), before.phase()) && before.phase() != after.phase();
        return back ? Optional.of(WENT_BACK) : Optional.empty();
    }
}

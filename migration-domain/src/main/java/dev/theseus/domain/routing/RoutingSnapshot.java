package dev.theseus.domain.routing;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.routing.Route.Reason;
import java.util.Collections;
import java.util.Set;

/**
 * Everything that routes a request, as one immutable value; a node swaps it as a whole.
 *
 * @param rollout what was decided
 * @param standing what was measured
 */
public record RoutingSnapshot(Rollout rollout, Standing standing) {

    public static final RoutingSnapshot NONE = new RoutingSnapshot(Rollout.NONE, Standing.UNKNOWN);

    /**
     * Routes a read.
     *
     * @param context of the request
     * @param target what is read
     * @param self the name of this node: its own suspension does not bind it, since its breaker tries new again
     */
    public Route route(RequestContext context, ReadTarget target, String self) {
        if (rollout.epoch().direction().source() == Side.NEW) {
            return Route.to(Side.NEW, Reason.AUTHORITY);
        }
        Reason obstacle = obstacle(target, self);
        if (obstacle == Reason.NONE) {
            obstacle = ineligibility(context);
        }
        if (obstacle != Reason.NONE) {
            return Route.to(Side.OLD, obstacle);
        }
        return context.token().isSeenBy(rollout.epoch(), standing.passed(), target.fingerprint())
                ? Route.to(Side.NEW, Reason.BUCKET_INSIDE)
                : Route.to(Side.OLD, Reason.WRITE_NOT_PASSED);
    }

    private Reason obstacle(ReadTarget target, String self) {
        if (!PhaseTable.hasReached(rollout.phase(), Phase.RAMPING)) {
            return Reason.PHASE;
        }
        if (isSuspendedByOthers(self)) {
            return Reason.SUSPENDED;
        }
        if (!standing.setAside().isEmpty() && !Collections.disjoint(standing.setAside(), target.tables())) {
            return Reason.SET_ASIDE;
        }
        return standing.lag().compareTo(rollout.policy().maximumLag()) > 0 ? Reason.LAG : Reason.NONE;
    }

    private boolean isSuspendedByOthers(String self) {
        Set<String> nodes = standing.suspended();
        return !nodes.isEmpty() && (nodes.size() > 1 || !nodes.contains(self));
    }

    private Reason ineligibility(RequestContext context) {
        RolloutPolicy policy = rollout.policy();
        if (!isEligible(policy.segments(), context.segment().orElse(""))) {
            return Reason.SEGMENT;
        }
        if (!isEligible(policy.regions(), context.region().orElse(""))) {
            return Reason.REGION;
        }
        if (!isEligible(policy.services(), context.service().orElse(""))) {
            return Reason.SERVICE;
        }
        if (context.bucket().isEmpty()) {
            return policy.percentage() >= 100 ? Reason.NONE : Reason.NO_SUBJECT;
        }
        return context.bucket().get().isWithin(policy.percentage()) ? Reason.NONE : Reason.BUCKET_OUTSIDE;
    }

    private static boolean isEligible(Set<String> wanted, String actual) {
        return wanted.isEmpty() || wanted.contains(actual);
    }
}

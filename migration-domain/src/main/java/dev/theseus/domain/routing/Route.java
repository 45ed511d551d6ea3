package dev.theseus.domain.routing;

import dev.theseus.domain.database.Side;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where a read goes, and why. There is one instance of each, so routing allocates none.
 *
 * @param side the database
 * @param reason why
 */
public record Route(Side side, Reason reason) {

    /** Why a read goes where it goes. */
    public enum Reason {
        /** Nothing speaks against it. */
        NONE,
        /** New has authority. */
        AUTHORITY,
        /** The subject is within the rollout. */
        BUCKET_INSIDE,
        /** The migration has not come to reads from new. */
        PHASE,
        /** Reads from new fail on some node. */
        SUSPENDED,
        /** The table has rows that could not be applied. */
        SET_ASIDE,
        /** New is further behind than the rollout permits. */
        LAG,
        /** The subject's segment is not among the eligible ones. */
        SEGMENT,
        /** The request's region is not among the eligible ones. */
        REGION,
        /** The service is not among the eligible ones. */
        SERVICE,
        /** The request names no subject, and not everybody is within the rollout. */
        NO_SUBJECT,
        /** The subject is not within the rollout yet. */
        BUCKET_OUTSIDE,
        /** A write that the reader has to see may not be in new yet. */
        WRITE_NOT_PASSED,
        /** The read is part of a transaction on old, and must see what that has written. */
        IN_TRANSACTION,
        /** A flag service narrows the rollout further. */
        FLAG,
        /** The breaker of this node is open. */
        BREAKER_OPEN,
        /** As many reads from new are under way as are allowed. */
        BULKHEAD_FULL
    }

    private static final Map<Reason, Route> TO_OLD = routes(Side.OLD);
    private static final Map<Reason, Route> TO_NEW = routes(Side.NEW);

    private static Map<Reason, Route> routes(Side side) {
        Map<Reason, Route> routes = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            routes.put(reason, new Route(side, reason));
        }
        return routes;
    }

    public static Route to(Side side, Reason reason) {
        return Objects.requireNonNull((side == Side.OLD ? TO_OLD : TO_NEW).get(reason), "every reason has its routes");
    }
}

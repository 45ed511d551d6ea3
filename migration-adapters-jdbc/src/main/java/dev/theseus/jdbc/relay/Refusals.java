package dev.theseus.jdbc.relay;

import dev.theseus.domain.database.RowKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes that the target refused: how often, and until when they rest, so that the others go on meanwhile. Kept in
 * memory alone: after a restart the counting begins anew, and nothing is lost by that. Safe for several threads.
 */
final class Refusals {

    private static final Duration FIRST_REST = Duration.ofMillis(100);
    private static final int MOST_DOUBLINGS = 8;

    private final Map<Place, Refusal> known = new ConcurrentHashMap<>();

    private record Place(int table, Optional<RowKey> key) {
        static Place of(Change change) {
            return new Place(change.table(), change.key());
        }
    }

    private record Refusal(int attempts, long restsUntil, Set<Long> entries) {}

    /** Counts a refusal. */
    int refused(Change change, long nanos) {
        return known.merge(Place.of(change), first(change, nanos), (before, now) -> again(before, now, nanos))
                .attempts();
    }

    private static Refusal first(Change change, long nanos) {
        Set<Long> ids = new HashSet<>();
        change.entries().forEach(e -> ids.add(e.id()));
        return new Refusal(1, nanos + FIRST_REST.toNanos(), ids);
    }

    private static Refusal again(Refusal before, Refusal now, long nanos) {
        long rest = FIRST_REST.toNanos() << Math.min(before.attempts(), MOST_DOUBLINGS);
        return new Refusal(before.attempts() + 1, nanos + rest, now.entries());
    }

    /** The change is applied, or set aside: nothing is remembered against it. */
    void forget(Change change) {
        if (!known.isEmpty()) {
            known.remove(Place.of(change));
        }
    }

    /** Entries that rest at this moment. A newer entry of the same key does not: the row may be another one now. */
    Set<Long> resting(long nanos) {
        Set<Long> ids = new HashSet<>();
        for (Refusal refusal : known.values()) {
            if (refusal.restsUntil() - nanos > 0) {
                ids.addAll(refusal.entries());
            }
        }
        return ids;
    }
}

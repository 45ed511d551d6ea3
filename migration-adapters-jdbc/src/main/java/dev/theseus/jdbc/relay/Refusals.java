package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.database.RowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes that the target refused: how often, and until when they rest, so that the others go on meanwhile. Newer
 * entries of a key that rests, rest with it. Kept in memory alone: after a restart the counting begins anew, and
 * nothing is lost by that. Safe for several threads.
 */
final class Refusals {

    private static final Duration FIRST_REST = Duration.ofMillis(100);
    private static final Duration LONGEST_REST = Duration.ofSeconds(20);
    private static final int MOST_DOUBLINGS = 16;

    private final Map<Place, Refusal> known = new ConcurrentHashMap<>();

    private record Place(int table, Optional<RowKey> key) {
        static Place of(Change change) {
            return new Place(change.table(), change.key());
        }
    }

    private record Refusal(int attempts, long restsUntil, Set<Long> entries) {
        Refusal {
            entries = Set.copyOf(entries);
        }

        Refusal with(Change change) {
            Set<Long> all = new HashSet<>(entries);
            change.entries().stream().map(LogEntry::id).forEach(all::add);
            return new Refusal(attempts, restsUntil, all);
        }
    }

    /** Counts a refusal. */
    int refused(Change change, long nanos) {
        Refusal counted = known.compute(Place.of(change), (place, before) -> {
            int attempts = before == null ? 1 : before.attempts() + 1;
            return new Refusal(attempts, nanos + rest(attempts), Set.of()).with(change);
        });
        return counted.attempts();
    }

    private static long rest(int attempts) {
        long rest = FIRST_REST.toNanos() << Math.min(attempts - 1, MOST_DOUBLINGS);
        return Math.min(rest, LONGEST_REST.toNanos());
    }

    /** The change is applied, or set aside: nothing is remembered against it. */
    void forget(Change change) {
        if (!known.isEmpty()) {
            known.remove(Place.of(change));
        }
    }

    /** Those that do not rest; what is left out is remembered. */
    List<Change> ready(List<Change> changes, long nanos) {
        if (known.isEmpty()) {
            return changes;
        }
        List<Change> ready = new ArrayList<>();
        for (Change change : changes) {
            Refusal now = known.computeIfPresent(
                    Place.of(change),
                    (place, refusal) -> refusal.restsUntil() - nanos > 0 ? refusal.with(change) : refusal);
            if (now == null || now.restsUntil() - nanos <= 0) {
                ready.add(change);
            }
        }
        return ready;
    }

    /** Whether a change was refused before; it is tried alone then, so that others do not suffer for it. */
    History of(Change change) {
        return known.containsKey(Place.of(change)) ? History.REFUSED_BEFORE : History.CLEAN;
    }

    /** What is known of a change. */
    enum History {
        CLEAN,
        REFUSED_BEFORE
    }

    /** Entries that rest at this moment. */
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

package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Which rows this relay has brought over lately, in memory that is bounded: where there is no room, the table that
 * fills most of it forgets the row that it brought over longest ago. Nothing is known of the time in which another
 * relay may have led. Safe for several threads.
 */
final class LatelyBrought {

    /** Rows of all tables together; some tens of megabytes where keys are short. */
    static final int MOST = 100_000;

    /** As a part of all. */
    private static final int FORGOTTEN_AT_ONCE = 100;

    private final int most;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Memory> tables = new HashMap<>();
    private OptionalLong leadsSince = OptionalLong.empty();
    private int size;

    /** What is known of one table. */
    private static final class Memory {

        /** When each row was last brought over, oldest first. */
        private final Map<RowKey, Long> rows = new LinkedHashMap<>();

        /** Up to then, nothing is known. */
        private OptionalLong forgottenUpTo = OptionalLong.empty();
    }

    LatelyBrought(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    LatelyBrought() {
        this(MOST, System::nanoTime);
    }

    /** This relay leads from now on, if it did not before. */
    void leads() {
        locked(() -> {
            if (leadsSince.isEmpty()) {
                leadsSince = OptionalLong.of(nanos.getAsLong());
            }
        });
    }

    /** Another relay may lead from now on. */
    void standsBy() {
        locked(() -> {
            leadsSince = OptionalLong.empty();
            tables.clear();
            size = 0;
        });
    }

    /**
     * Called before the entries are retired: what is retired is remembered by then.
     *
     * @param changes whose rows stand in the target now
     */
    void brought(int table, Collection<Change> changes) {
        locked(() -> {
            Memory memory = tables.computeIfAbsent(table, none -> new Memory());
            long now = nanos.getAsLong();
            for (Change change : changes) {
                Optional<RowKey> key = change.key();
                if (key.isPresent()) {
                    remember(memory, key.get(), now);
                } else {
                    memory.forgottenUpTo = OptionalLong.of(now);
                }
            }
        });
    }

    private void remember(Memory memory, RowKey key, long now) {
        if (memory.rows.remove(key) == null) {
            size++;
        }
        memory.rows.put(key, now);
        if (size > most) {
            forgetSome();
        }
    }

    /** Some at once, since the largest table has to be looked for. */
    private void forgetSome() {
        Memory largest = tables.values().stream()
                .max(Comparator.comparingInt(memory -> memory.rows.size()))
                .orElseThrow();
        Iterator<Long> times = largest.rows.values().iterator();
        for (int i = 0; i <= most / FORGOTTEN_AT_ONCE && times.hasNext(); i++) {
            largest.forgottenUpTo = OptionalLong.of(times.next());
            times.remove();
            size--;
        }
    }

    /** @param past in the time until now */
    BroughtOver since(Collection<TablePlan> plans, Duration past) {
        lock.lock();
        try {
            long since = nanos.getAsLong() - past.toNanos();
            if (leadsSince.isEmpty() || leadsSince.getAsLong() - since > 0) {
                return BroughtOver.unknown(plans);
            }
            Map<Integer, Set<RowKey>> rows = new HashMap<>();
            Set<Integer> wholly = new HashSet<>();
            for (TablePlan plan : plans) {
                Memory memory = tables.get(plan.number());
                if (memory == null) {
                    continue;
                }
                if (memory.forgottenUpTo.isPresent() && memory.forgottenUpTo.getAsLong() - since >= 0) {
                    wholly.add(plan.number());
                }
                rows.put(plan.number(), broughtSince(memory, since));
            }
            return new BroughtOver(rows, wholly);
        } finally {
            lock.unlock();
        }
    }

    private static Set<RowKey> broughtSince(Memory memory, long since) {
        Set<RowKey> keys = new HashSet<>();
        memory.rows.forEach((key, at) -> {
            if (at - since >= 0) {
                keys.add(key);
            }
        });
        return keys;
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}

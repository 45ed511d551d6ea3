package dev.theseus.app.server.watch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many events a migration has: as of a moment ago at most, so that many who ask cost the control database no more
 * than one. Safe for several threads.
 */
final class RecentVersion {

    private final LongSupplier version;
    private final long lasting;
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Seen last;

    /** @param lasting how old what is told may be, where nobody {@linkplain #outdate says} that it has changed */
    RecentVersion(LongSupplier version, Duration lasting) {
        this.version = version;
        this.lasting = lasting.toNanos();
    }

    private static final class Seen {

        private final long version;
        private final long changes;
        private final long at;

        private Seen(long version, long changes, long at) {
            this.version = version;
            this.changes = changes;
            this.at = at;
        }
    }

    long get() {
        Seen seen = last;
        return seen != null && seen.changes == changes.get() && System.nanoTime() - seen.at < lasting
                ? seen.version
                : look();
    }

    /** As it is now. */
    long look() {
        long before = changes.get();
        long at = System.nanoTime();
        long found = version.getAsLong();
        last = new Seen(found, before, at);
        return found;
    }

    /** Something was decided: what is told from now on has it. */
    void outdate() {
        changes.incrementAndGet();
    }
}

package dev.theseus.jdbc.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** When a relay could not reach its databases lately. Safe for several threads. */
final class Outages {

    private static final int MOST = 100;

    /** A node that reads rarely meets an outage so long after it: in sessions that its pool kept. */
    private static final long MET_WITHIN = Duration.ofMinutes(5).toNanos();

    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Outage> outages = new ArrayDeque<>();
    private long lastReached;
    private boolean missing;

    /**
     * @param begin when they were reached for the last time before
     * @param end when one was found away for the last time
     */
    private record Outage(long begin, long end) {}

    Outages(LongSupplier nanos) {
        this.nanos = nanos;
        this.lastReached = nanos.getAsLong();
    }

    void reached() {
        lock.lock();
        try {
            lastReached = nanos.getAsLong();
            missing = false;
        } finally {
            lock.unlock();
        }
    }

    void missed() {
        lock.lock();
        try {
            if (missing) {
                outages.removeLast();
            } else if (outages.size() == MOST) {
                outages.removeFirst();
            }
            outages.addLast(new Outage(lastReached, nanos.getAsLong()));
            missing = true;
        } finally {
            lock.unlock();
        }
    }

    /** The same time, or until the last moment before each outage that may have been met in it. */
    Duration before(Duration past) {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            long since = now - past.toNanos();
            for (Iterator<Outage> latest = outages.descendingIterator(); latest.hasNext(); ) {
                Outage outage = latest.next();
                if (outage.end() - since + MET_WITHIN >= 0 && outage.begin() - since < 0) {
                    since = outage.begin();
                }
            }
            return Duration.ofNanos(now - since);
        } finally {
            lock.unlock();
        }
    }
}

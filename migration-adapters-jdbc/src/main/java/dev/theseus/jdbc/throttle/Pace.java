package dev.theseus.jdbc.throttle;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the sum of what several threads pass below a rate: each pushes the moment from which the next may pass forward
 * by what its own share takes, and waits for the moment that it found (a virtual scheduling clock, as in the generic
 * cell rate algorithm of ATM traffic management, with a burst of {@link #BURST_NANOS}).
 */
final class Pace {

    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final long rowsPerSecond;
    private final long bytesPerSecond;
    private final AtomicLong rowsFree = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong bytesFree = new AtomicLong(Long.MIN_VALUE);
    private final long origin = System.nanoTime();

    /**
     * @param rowsPerSecond 0 for no limit
     * @param bytesPerSecond 0 for no limit
     */
    Pace(long rowsPerSecond, long bytesPerSecond) {
        this.rowsPerSecond = rowsPerSecond;
        this.bytesPerSecond = bytesPerSecond;
    }

    void passed(long rows, long bytes) throws InterruptedException {
        long wait = Math.max(wait(rowsFree, rows, rowsPerSecond), wait(bytesFree, bytes, bytesPerSecond));
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }

    private long wait(AtomicLong free, long amount, long perSecond) {
        if (perSecond == 0 || amount == 0) {
            return 0;
        }
        long cost = (long) (amount * 1e9 / perSecond);
        long now = System.nanoTime() - origin;
        long before = free.getAndUpdate(f -> Math.max(f, now - BURST_NANOS) + cost);
        return Math.max(before, now - BURST_NANOS) + cost - now;
    }
}

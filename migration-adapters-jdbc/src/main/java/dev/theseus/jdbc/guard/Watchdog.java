package dev.theseus.jdbc.guard;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Expires calls whose time is up. All have the same limit, so they are up in the order in which they were opened, and
 * none that is opened while the queue is empty is up before the limit has passed: no call has to wake the watchdog.
 */
public final class Watchdog implements AutoCloseable {

    private final long limit;
    private final ConcurrentLinkedQueue<LimitedCall> calls = new ConcurrentLinkedQueue<>();
    private final Thread thread;

    public Watchdog(String name, Duration limit) {
        this.limit = limit.toNanos();
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::watch);
    }

    /** Opens a call of the calling thread. */
    public LimitedCall open() {
        LimitedCall call = LimitedCall.open(System.nanoTime() + limit);
        calls.add(call);
        return call;
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                LimitedCall next = calls.poll();
                if (next == null) {
                    TimeUnit.NANOSECONDS.sleep(limit);
                } else if (next.state() == LimitedCall.State.RUNNING) {
                    TimeUnit.NANOSECONDS.sleep(next.deadline() - System.nanoTime());
                    next.expire();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Calls that are open are not limited any more. */
    @Override
    public void close() {
        thread.interrupt();
    }
}

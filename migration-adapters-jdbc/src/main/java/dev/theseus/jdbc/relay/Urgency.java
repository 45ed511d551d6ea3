package dev.theseus.jdbc.relay;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rest between two rounds, which ends early when somebody waits for the log to be drained, or the relay is to stop.
 * While writers are held there is none at all.
 */
final class Urgency {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int waiting;
    private int hurried;
    private boolean stopped;

    /** Somebody waits from now on: no rest until {@link #satisfied}. */
    void awaited() {
        change(1, 0);
    }

    void satisfied() {
        change(-1, 0);
    }

    /** Writers are held from now on, until the result is closed. */
    Hurry hurry() {
        change(0, 1);
        return () -> change(0, -1);
    }

    private void change(int byWaiting, int byHurried) {
        lock.lock();
        try {
            waiting += byWaiting;
            hurried += byHurried;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Rests between two rounds.
     *
     * @param least nanoseconds that even the most urgent wait leaves to the servers
     * @param most nanoseconds if nobody waits
     */
    void rest(long least, long most) throws InterruptedException {
        await(Math.min(least, most), Urge.HURRY_OR_STOP);
        await(most - least, Urge.DRAIN_OR_STOP);
    }

    /** Rests so long after a failure, whoever waits: hurry would not help. */
    void restAfterFailure(long nanos) throws InterruptedException {
        await(nanos, Urge.STOP);
    }

    private enum Urge {
        DRAIN_OR_STOP,
        HURRY_OR_STOP,
        STOP
    }

    private boolean isHeeded(Urge urge) {
        return switch (urge) {
            case DRAIN_OR_STOP -> waiting > 0 || hurried > 0;
            case HURRY_OR_STOP -> hurried > 0;
            case STOP -> false;
        };
    }

    private void await(long nanos, Urge urge) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (left > 0 && !stopped && !isHeeded(urge)) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}

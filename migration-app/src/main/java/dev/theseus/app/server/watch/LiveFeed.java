package dev.theseus.app.server.watch;

import dev.theseus.app.status.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the migration in a thread of its own, so that a hundred people who watch cost the databases what one does:
 * once a second while somebody watches, else every few seconds. Safe for several threads.
 */
public final class LiveFeed implements AutoCloseable {

    private static final Duration WATCHED = Duration.ofSeconds(1);
    private static final Duration UNWATCHED = Duration.ofSeconds(5);
    private static final Duration NEWS = Duration.ofMillis(200);

    /** However many ask, they cause no more looks than one in this time; none where somebody watches. */
    private static final Duration FRESH = WATCHED.plusMillis(500);

    /** A little longer than what passes between two looks for news: who asks then need not look himself. */
    private static final Duration KNOWN = NEWS.plusMillis(100);

    private static final int SAMPLES = 900;

    private final Served served;
    private final Looking looking;
    private final RecentVersion version;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private @Nullable Moment latest;
    private long watchedAt = System.nanoTime();
    private long publishedAt;
    private long begun;
    private long outdated;
    private boolean wanted;
    private boolean closed;

    /**
     * What was seen at one look.
     *
     * @param tick counts looks, from 1
     * @param status as of this look, or of the last one that succeeded
     * @param view the same, as the API says it
     * @param problem why this look failed; empty if it did not
     */
    public record Moment(long tick, Status status, MigrationView view, Sample sample, Optional<String> problem) {}

    private LiveFeed(Served served) {
        this.served = served;
        this.looking = new Looking(served);
        this.version = new RecentVersion(() -> served.room().plane().version(served.migration()), KNOWN);
        this.thread = Thread.ofPlatform().daemon().name("theseus-watch").unstarted(this::watch);
    }

    /** Begins to look, until closed. */
    public static LiveFeed start(Served served) {
        LiveFeed feed = new LiveFeed(served);
        feed.thread.start();
        return feed;
    }

    /**
     * How many events the migration has. All that was decided through this server before the call are counted; what
     * another process decided, a moment later.
     */
    public long version() {
        return version.get();
    }

    /** How things are now: what the {@link #version} counts is in it. */
    public Moment now(Duration patience) throws InterruptedException {
        long events = version();
        long next;
        lock.lockInterruptibly();
        try {
            if (latest != null && isFresh(latest, events)) {
                return latest;
            }
            // the look in hand, if there is one, began before
            next = begun + 1;
            wanted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Optional<Moment> found = after(next - 1, patience);
        return found.isEmpty() ? latestOrFail() : found.get();
    }

    private boolean isFresh(Moment moment, long events) {
        return moment.problem().isEmpty()
                && moment.tick() > outdated
                && moment.view().version() >= events
                && System.nanoTime() - publishedAt < FRESH.toNanos();
    }

    /** Something was decided or changed through this server. */
    public void outdate() {
        version.outdate();
        lock.lock();
        try {
            outdated = begun;
            wanted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next look after one, or empty if there is none within the time. */
    public Optional<Moment> after(long tick, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            watchedAt = System.nanoTime();
            while (!closed && (latest == null || latest.tick() <= tick) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return Optional.ofNullable(latest).filter(m -> m.tick() > tick);
        } finally {
            lock.unlock();
        }
    }

    /** Whether there will be more looks. */
    public boolean isOpen() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** What was measured lately, oldest first. */
    public List<Sample> history() {
        lock.lock();
        try {
            return List.copyOf(samples);
        } finally {
            lock.unlock();
        }
    }

    private Moment latestOrFail() {
        lock.lock();
        try {
            if (latest == null) {
                throw new StillLooking(served.migration());
            }
            return latest;
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            while (publish(look())) {
                rest();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            looking.close();
        }
    }

    private Moment look() throws InterruptedException {
        long tick;
        lock.lock();
        try {
            tick = ++begun;
        } finally {
            lock.unlock();
        }
        return looking.look(tick, latest);
    }

    /** @return whether to go on */
    private boolean publish(Moment moment) {
        lock.lock();
        try {
            latest = moment;
            publishedAt = System.nanoTime();
            if (moment.problem().isEmpty()) {
                samples.addLast(moment.sample());
            }
            if (samples.size() > SAMPLES) {
                samples.removeFirst();
            }
            changed.signalAll();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Until the time has come, somebody asks, or something was decided. */
    private void rest() throws InterruptedException {
        long began = System.nanoTime();
        while (!isTime(began) && !hasNews()) {
            lock.lockInterruptibly();
            try {
                if (!wanted && !closed && changed.await(NEWS.toMillis(), TimeUnit.MILLISECONDS) && closed) {
                    return;
                }
            } finally {
                lock.unlock();
            }
        }
        lock.lockInterruptibly();
        try {
            wanted = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isTime(long began) {
        lock.lock();
        try {
            long now = System.nanoTime();
            Duration pause = now - watchedAt < UNWATCHED.toNanos() ? WATCHED : UNWATCHED;
            return wanted || closed || now - began >= pause.toNanos();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasNews() {
        Moment seen = latest;
        try {
            return seen != null && version.look() > seen.view().version();
        } catch (RuntimeException away) {
            return false;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(Duration.ofSeconds(10))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

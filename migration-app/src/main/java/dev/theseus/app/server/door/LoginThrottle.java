package dev.theseus.app.server.door;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts attempts to sign in, before they are looked at, so that trying many at the same moment does not help. Safe for
 * several threads.
 */
final class LoginThrottle {

    /** An address may be that of many people behind one proxy. */
    private static final int OF_ALL_USERS = 4;

    private static final int KEYS = 10_000;

    private final ServerSettings.SignIn limits;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Count> counts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Count> eldest) {
            return size() > KEYS;
        }
    };

    /** @param user empty for all of an address */
    private record Key(String from, String user) {}

    private record Count(Instant began, int attempts) {}

    LoginThrottle(ServerSettings.SignIn limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** @return for how long to wait; empty if this attempt may be made, which is counted then */
    Optional<Duration> tryBegin(String from, String user) {
        Instant now = clock.instant();
        Key one = new Key(from, user);
        Key all = new Key(from, "");
        lock.lock();
        try {
            Optional<Duration> wait =
                    wait(one, limits.attempts(), now).or(() -> wait(all, OF_ALL_USERS * limits.attempts(), now));
            if (wait.isEmpty()) {
                count(one, now);
                count(all, now);
            }
            return wait;
        } finally {
            lock.unlock();
        }
    }

    /** He is who he says, and what was counted is forgotten. */
    void succeeded(String from, String user) {
        lock.lock();
        try {
            Count mine = counts.remove(new Key(from, user));
            if (mine != null) {
                counts.computeIfPresent(
                        new Key(from, ""),
                        (key, all) -> new Count(all.began(), Math.max(0, all.attempts() - mine.attempts())));
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<Duration> wait(Key key, int limit, Instant now) {
        return Optional.ofNullable(counts.get(key))
                .filter(c -> isRunning(c, now) && c.attempts() >= limit)
                .map(c -> Duration.between(now, c.began().plus(limits.window())));
    }

    private void count(Key key, Instant now) {
        counts.compute(
                key,
                (k, c) -> c == null || !isRunning(c, now) ? new Count(now, 1) : new Count(c.began(), c.attempts() + 1));
    }

    private boolean isRunning(Count count, Instant now) {
        return now.isBefore(count.began().plus(limits.window()));
    }
}

package dev.theseus.app.embed;

import dev.theseus.domain.cache.CacheInvalidator;
import dev.theseus.domain.cache.CacheOccasion;
import dev.theseus.domain.routing.Rollout;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the caches of this node emptied when the node sees that authority has moved or that the migration went back. The
 * process that decided so is another one: the rollout is how nodes hear of it. Closed before the gateway.
 */
public final class CacheWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CacheWatch.class);
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final Supplier<Rollout> rollouts;
    private final CacheInvalidator caches;
    private final Duration every;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("theseus-caches").daemon().unstarted(this::watch);
    private Rollout seen = Rollout.NONE;

    private CacheWatch(Supplier<Rollout> rollouts, CacheInvalidator caches, Duration every) {
        this.rollouts = rollouts;
        this.caches = caches;
        this.every = every;
    }

    /**
     * Begins to watch; does nothing for a service without caches.
     *
     * @param rollouts what this node goes by; cheap
     * @param every between two looks
     */
    public static CacheWatch start(Supplier<Rollout> rollouts, CacheInvalidator caches, Duration every) {
        CacheWatch watch = new CacheWatch(rollouts, caches, every);
        if (!caches.equals(CacheInvalidator.NONE)) {
            watch.thread.start();
        }
        return watch;
    }

    private void watch() {
        try {
            do {
                look();
            } while (!stop.await(every.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Rollout now = rollouts.get();
        CacheOccasion.between(seen, now).ifPresent(this::clear);
        seen = now;
    }

    private void clear(CacheOccasion occasion) {
        try {
            caches.clear(occasion);
            LOG.info("The caches of this node were emptied: {}", occasion);
        } catch (RuntimeException e) {
            LOG.error("The caches of this node could not be emptied ({}); empty them by hand", occasion, e);
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            // by milliseconds: a thread that was never started is waited for by no time at all
            thread.join(TO_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

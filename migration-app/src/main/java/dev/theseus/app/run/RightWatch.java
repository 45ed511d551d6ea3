package dev.theseus.app.run;

import dev.theseus.domain.process.RunLock.Held;
import dev.theseus.domain.process.RunLock.Standing;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks every now and then whether this process still has the right to run the migration: when the control database
 * restarts, the lock that it kept is free, and another process may take it.
 */
final class RightWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Held right;
    private final Consumer<Standing> changes;
    private final Duration every;
    private final CountDownLatch stop = new CountDownLatch(1);
    private Standing last = Standing.HELD;

    private RightWatch(Held right, Consumer<Standing> changes, Duration every) {
        this.right = right;
        this.changes = changes;
        this.every = every;
    }

    /**
     * Begins to look.
     *
     * @param changes is told whenever another standing is found; one that it fails to take in is told again
     */
    static RightWatch start(Held right, Consumer<Standing> changes) {
        return start(right, changes, EVERY);
    }

    static RightWatch start(Held right, Consumer<Standing> changes, Duration every) {
        RightWatch watch = new RightWatch(right, changes, every);
        Thread.ofPlatform().name("theseus-right").daemon().start(watch::watch);
        return watch;
    }

    private void watch() {
        try {
            while (last != Standing.LOST && !stop.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Standing found = right.renew();
        if (found == Standing.HELD && last == Standing.TAKEN_AGAIN) {
            found = Standing.TAKEN_AGAIN;
        }
        if (found == last && found != Standing.TAKEN_AGAIN) {
            return;
        }
        last = found;
        try {
            changes.accept(found);
            last = found == Standing.TAKEN_AGAIN ? Standing.HELD : found;
        } catch (RuntimeException e) {
            // the control database went away again meanwhile; last makes the next look tell it once more
            return;
        }
    }

    @Override
    public void close() {
        stop.countDown();
    }
}

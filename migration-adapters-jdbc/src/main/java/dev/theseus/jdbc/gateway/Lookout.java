package dev.theseus.jdbc.gateway;

import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.domain.routing.Standing;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the routing board, again and again, off the requests' threads. A look that fails, or that does not come
 * back, leaves what was seen last; only the lag grows by the time since then, so that a node that sees nothing any more
 * sends its reads to old before long.
 */
final class Lookout implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    private final RoutingBoard board;
    private final Duration interval;
    private final Thread thread;
    private final Semaphore looking = new Semaphore(1);
    private boolean closed;
    private volatile Outlook outlook = Outlook.NONE;
    private volatile Outlook seen = Outlook.NONE;
    private volatile long seenAt = System.nanoTime();

    Lookout(String node, RoutingBoard board, Duration interval) {
        this.board = board;
        this.interval = interval;
        this.thread = Thread.ofPlatform().name("theseus-look-" + node).daemon().unstarted(this::keepLooking);
    }

    /** Looks once before the first request, if old answers. */
    void start() {
        look();
        thread.start();
    }

    Outlook outlook() {
        return outlook;
    }

    Duration sinceLook() {
        return Duration.ofNanos(System.nanoTime() - seenAt);
    }

    private void keepLooking() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.NANOSECONDS.sleep(interval.toNanos());
                if (looking.tryAcquire()) {
                    Thread.startVirtualThread(() -> {
                        try {
                            look();
                        } finally {
                            looking.release();
                        }
                    });
                }
                age();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        long begun = System.nanoTime();
        try {
            RoutingSnapshot found = board.look();
            boolean changed =
                    found.rollout().version() != seen.snapshot().rollout().version();
            Outlook next = changed ? Outlook.of(found, board.tables()) : seen.with(found);
            publish(next, begun);
        } catch (RuntimeException e) {
            LOG.debug("The routing board was not seen: {}", e.toString());
        }
    }

    /** @param begun when the look began: what it found may be as old as that */
    private synchronized void publish(Outlook next, long begun) {
        if (closed) {
            return;
        }
        seen = notBack(next);
        seenAt = begun;
        outlook = seen;
    }

    /** A decision that was taken back is no decision; only where nothing is decided any more, all is over. */
    private Outlook notBack(Outlook next) {
        Rollout before = seen.snapshot().rollout();
        long version = next.snapshot().rollout().version();
        return version == Rollout.NONE.version() || version >= before.version()
                ? next
                : seen.with(new RoutingSnapshot(before, next.snapshot().standing()));
    }

    private synchronized void age() {
        if (closed) {
            return;
        }
        Duration unseen = sinceLook();
        if (unseen.compareTo(interval.multipliedBy(3)) > 0) {
            Standing last = seen.snapshot().standing();
            Standing aged = new Standing(last.passed(), last.lag().plus(unseen), last.setAside(), last.suspended());
            outlook = seen.with(new RoutingSnapshot(seen.snapshot().rollout(), aged));
        }
    }

    /** From now on everything is old's. */
    @Override
    public synchronized void close() {
        closed = true;
        outlook = Outlook.NONE;
        thread.interrupt();
    }
}

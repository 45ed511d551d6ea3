package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.domain.routing.Standing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the routing board of the side that has authority, again and again, off the requests' threads; at the other
 * one when that side says that it has none, or does not answer. Only a side that has authority is gone by, and never
 * one of an earlier epoch. Looks that fail, or that do not come back, leave what was seen last; only the lag grows by
 * the time since then, so that a node that sees nothing any more sends its reads to old before long.
 */
final class Lookout implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    private static final Duration FIRST_LOOK = Duration.ofSeconds(10);
    private static final long OFTEN_MILLIS = 2;

    private final Sides<Window> windows;
    private final Duration interval;
    private final Duration patience;
    private final Thread thread;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private boolean closed;
    private volatile Outlook outlook = Outlook.NONE;
    private volatile Outlook seen = Outlook.NONE;
    private volatile long seenAt = System.nanoTime();

    /** @param patience of a write, or of a read that knows of a later epoch, while authority moves */
    Lookout(String node, Sides<RoutingBoard> boards, Duration interval, Duration patience) {
        this.windows = new Sides<>(new Window(boards.old()), new Window(boards.target()));
        this.interval = interval;
        this.patience = patience;
        this.thread = Thread.ofPlatform().name("theseus-look-" + node).daemon().unstarted(this::keepLooking);
    }

    /** Looks once before the first request, if the side that has authority answers. */
    void start() {
        CompletableFuture<Void> both = CompletableFuture.allOf(lookAt(Side.OLD), lookAt(Side.NEW));
        await(CompletableFuture.anyOf(first, both), System.nanoTime() + FIRST_LOOK.toNanos());
        thread.start();
    }

    Outlook outlook() {
        return outlook;
    }

    Duration sinceLook() {
        return Duration.ofNanos(System.nanoTime() - seenAt);
    }

    /** That of one write, from now on. */
    Patience patience() {
        return new Patience(this, patience);
    }

    /**
     * For who was refused: looks at both sides, often, until one has authority in a later epoch, or in this one after
     * all; a server that crashed while it was given authority gets it once more.
     *
     * @param deadline on the scale of {@link System#nanoTime}
     * @return whether one has
     */
    boolean awaitBeyond(Epoch epoch, long deadline) {
        long refused = System.nanoTime();
        while (!isSettled(epoch, refused)) {
            CompletableFuture<Object> either = CompletableFuture.anyOf(lookAt(Side.OLD), lookAt(Side.NEW));
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            await(either, deadline);
            if (!isSettled(epoch, refused)) {
                rest();
            }
        }
        return true;
    }

    private boolean isSettled(Epoch epoch, long refused) {
        return outlook.epoch().number() > epoch.number() || seenAt - refused > 0;
    }

    private static void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(OFTEN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * For who has heard of a later epoch: looks once more, at both sides. Heard may be what is not so, hence only once.
     */
    Outlook seeing(Epoch heard) {
        long deadline = System.nanoTime() + patience.toNanos();
        // a look that is under way may have begun before the epoch did
        for (int look = 0; look < 2 && outlook.epoch().number() < heard.number(); look++) {
            await(CompletableFuture.allOf(lookAt(Side.OLD), lookAt(Side.NEW)), deadline);
        }
        return outlook;
    }

    private static void await(CompletableFuture<?> look, long deadline) {
        try {
            look.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.trace("A look has not come back", e);
        }
    }

    private void keepLooking() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.NANOSECONDS.sleep(interval.toNanos());
                Side authority = seen.authority();
                glance(authority);
                if (isUnseen()) {
                    // that side may hang; the other one may have authority by now
                    glance(authority.other());
                }
                age();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody waits for it. */
    private void glance(Side side) {
        var unused = lookAt(side);
    }

    private CompletableFuture<Void> lookAt(Side side) {
        return windows.of(side).look(() -> look(side));
    }

    private void look(Side side) {
        long begun = System.nanoTime();
        Outlook before = seen;
        RoutingBoard board = windows.of(side).board();
        try {
            RoutingSnapshot found = board.look();
            if (found.rollout().epoch().direction().source() == side) {
                boolean changed =
                        found.rollout().version() != before.snapshot().rollout().version();
                publish(changed ? Outlook.of(found, board.tables()) : before.with(found), begun);
                return;
            }
        } catch (RuntimeException e) {
            LOG.debug("The routing board in the {} database was not seen: {}", side, e.toString());
        }
        if (side == before.authority()) {
            glance(side.other());
        }
    }

    /** @param begun when the look began: what it found may be as old as that */
    private synchronized void publish(Outlook next, long begun) {
        if (closed || isOfEarlierEpoch(next)) {
            return;
        }
        seen = notBack(next);
        seenAt = begun;
        outlook = seen;
        first.complete(null);
    }

    /** As a database says that was put back to an earlier state, or whose answer took longer than a cutover. */
    private boolean isOfEarlierEpoch(Outlook next) {
        return next.epoch().number() < seen.epoch().number() && !(next.isNothing() && seen.authority() == Side.OLD);
    }

    /** A decision that was taken back is no decision; only where nothing is decided any more, all is over. */
    private Outlook notBack(Outlook next) {
        Rollout before = seen.snapshot().rollout();
        Rollout found = next.snapshot().rollout();
        return next.isNothing() || found.version() >= before.version()
                ? next
                : seen.with(new RoutingSnapshot(
                        new Rollout(before.version(), found.epoch(), before.phase(), before.policy()),
                        next.snapshot().standing()));
    }

    private boolean isUnseen() {
        return sinceLook().compareTo(interval.multipliedBy(3)) > 0;
    }

    private synchronized void age() {
        if (closed) {
            return;
        }
        if (isUnseen()) {
            Standing last = seen.snapshot().standing();
            Standing aged =
                    new Standing(last.passed(), last.lag().plus(sinceLook()), last.setAside(), last.suspended());
            outlook = seen.with(new RoutingSnapshot(seen.snapshot().rollout(), aged));
        }
    }

    /** From now on everything goes where authority is. */
    @Override
    public synchronized void close() {
        closed = true;
        Rollout none = Rollout.NONE;
        outlook = seen.with(new RoutingSnapshot(
                new Rollout(none.version(), seen.epoch(), none.phase(), none.policy()), Standing.UNKNOWN));
        thread.interrupt();
    }
}

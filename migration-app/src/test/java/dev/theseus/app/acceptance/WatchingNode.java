package dev.theseus.app.acceptance;

import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeReports.Reads;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.jdbc.board.PgBoards;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Looks at the board as a node does, and notes when it saw what. */
final class WatchingNode implements AutoCloseable {

    private static final int EVERY_MILLIS = 100;

    private final String name;
    private final RoutingBoard board;
    private final NodeReports reports;
    private final AtomicReference<Rollout> seen = new AtomicReference<>(Rollout.NONE);
    private final ConcurrentNavigableMap<Long, Instant> versions = new ConcurrentSkipListMap<>();
    private final AtomicLong shadowed = new AtomicLong();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> running;

    private WatchingNode(String name, PgDatabase old) {
        this.name = name;
        this.board = PgBoards.board(old);
        this.reports = PgBoards.reports(old);
        this.running = looks.scheduleAtFixedRate(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    static WatchingNode start(String name, PgDatabase old) {
        return new WatchingNode(name, old);
    }

    private void look() {
        Rollout rollout = board.look().rollout();
        seen.set(rollout);
        versions.putIfAbsent(rollout.version(), Instant.now());
        NodeCounts counts = new NodeCounts(0, 0, 0, 0, 0, shadowed.get(), 0, 0);
        reports.beat(new NodeBeat(name, "shop", Instant.EPOCH, rollout.version(), Reads.WORKING, counts));
    }

    Rollout seen() {
        if (running.isDone()) {
            throw new AssertionError("A look of " + name + " failed", running.exceptionNow());
        }
        return seen.get();
    }

    /** When it first saw this version or a newer one. */
    Optional<Instant> saw(long version) {
        return Optional.ofNullable(versions.ceilingEntry(version)).map(e -> e.getValue());
    }

    /** From now on it says that it has compared so many reads. */
    void hasShadowed(long reads) {
        shadowed.set(reads);
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}

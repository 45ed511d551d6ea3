package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.changelog.ChangeLog.Standing;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.relay.RelayStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs rounds on a thread of its own, and measures on another, until closed. Started at most once. */
final class PgRelay implements Relay {

    private static final Logger LOG = LoggerFactory.getLogger(PgRelay.class);

    private static final Duration MEASURE_EVERY = Duration.ofMillis(200);
    private static final Duration STAND_BY = Duration.ofMillis(500);
    private static final Duration FIRST_REST = Duration.ofMillis(50);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);
    private static final Duration DRAIN_LOOK = Duration.ofMillis(20);

    private final CompletedTables completed;
    private final Leadership leadership;
    private final RoundWork work;
    private final RelaySettings settings;
    private final InstantSource clock;

    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<List<TablePlan>> relayed = new AtomicReference<>(List.of());
    private final AtomicReference<Measured> measured =
            new AtomicReference<>(new Measured(Backlog.EMPTY, Instant.EPOCH));
    private final ExecutorService workers;
    private final Thread rounds = Thread.ofPlatform().name("theseus-relay").unstarted(this::work);
    private final Thread gauge =
            Thread.ofPlatform().name("theseus-relay-gauge").daemon().unstarted(this::measure);

    private enum State {
        NEW,
        STARTED,
        CLOSED
    }

    private record Measured(Backlog backlog, Instant at) {}

    PgRelay(
            CompletedTables completed,
            Leadership leadership,
            RoundWork work,
            RelaySettings settings,
            InstantSource clock) {
        this.completed = completed;
        this.leadership = leadership;
        this.work = work;
        this.settings = settings;
        this.clock = clock;
        this.workers = Executors.newFixedThreadPool(
                settings.workers(),
                Thread.ofPlatform().name("theseus-relay-worker-", 1).factory());
    }

    @Override
    public void start() {
        if (state.compareAndSet(State.NEW, State.STARTED)) {
            rounds.start();
            gauge.start();
        }
    }

    private void work() {
        Round round = new Round(work, settings, workers);
        Duration rest = FIRST_REST;
        try (leadership) {
            while (stop.getCount() > 0) {
                try {
                    pause(turn(round));
                    rest = FIRST_REST;
                } catch (DatabaseUnavailable e) {
                    LOG.info("{}; the relay tries again", e.getMessage());
                    rest = rest(rest);
                } catch (DatabaseRefused e) {
                    LOG.warn("{}; the relay tries again", e.getMessage());
                    rest = rest(rest);
                } catch (RuntimeException e) {
                    // whatever it is, a relay that has ended in silence would be worse
                    LOG.error("The relay met an unexpected error and goes on", e);
                    rest = rest(rest);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration rest(Duration rest) throws InterruptedException {
        pause(rest);
        Duration longer = rest.multipliedBy(2);
        return longer.compareTo(LONGEST_REST) < 0 ? longer : LONGEST_REST;
    }

    /** Waits, unless the relay is to stop. */
    private void pause(Duration time) throws InterruptedException {
        if (time.isPositive() && stop.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.debug("The relay stops");
        }
    }

    /** One round, if this relay leads. Returns how long to wait before the next. */
    private Duration turn(Round round) throws InterruptedException {
        if (!leadership.isHeld()) {
            return STAND_BY;
        }
        List<TablePlan> tables = completed.look();
        tables.forEach(t -> work.meter().relays(t.number()));
        relayed.set(tables);
        if (tables.isEmpty()) {
            return settings.poll();
        }
        return switch (round.run(tables)) {
            case MOVED -> Duration.ZERO;
            case IDLE -> settings.poll();
            case NOT_IN_FORCE -> STAND_BY;
        };
    }

    private void measure() {
        try {
            do {
                try {
                    Backlog backlog = work.log().backlog(numbers(relayed.get()));
                    measured.set(new Measured(backlog, clock.instant()));
                } catch (DatabaseUnavailable | DatabaseRefused e) {
                    LOG.debug("The log could not be measured", e);
                }
            } while (!stop.await(MEASURE_EVERY.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public RelayStatus status() {
        Measured last = measured.get();
        Meter meter = work.meter();
        return new RelayStatus(last.backlog(), last.at(), meter.retired(), meter.keys(), meter.lag());
    }

    @Override
    public Drain awaitDrained(Collection<TablePlan> tables, Duration patience) throws InterruptedException {
        Set<Integer> numbers = numbers(tables);
        long end = System.nanoTime() + patience.toNanos();
        long newest = work.log().newest(numbers);
        while (newest > 0 && work.log().upTo(numbers, newest) == Standing.SOME) {
            if (System.nanoTime() - end >= 0) {
                return Drain.STILL_PENDING;
            }
            TimeUnit.NANOSECONDS.sleep(DRAIN_LOOK.toNanos());
        }
        return Drain.DRAINED;
    }

    private static Set<Integer> numbers(Collection<TablePlan> tables) {
        return tables.stream().map(TablePlan::number).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        boolean started = state.getAndSet(State.CLOSED) == State.STARTED;
        stop.countDown();
        if (started) {
            join(rounds);
        }
        workers.shutdown();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

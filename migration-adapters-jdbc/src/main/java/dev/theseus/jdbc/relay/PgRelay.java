package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.changelog.ChangeLog.Standing;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.GrowingRest;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.relay.RelayStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
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

    private static final Duration MEASURE_EVERY = Duration.ofMillis(500);
    /** A log whose measuring takes long is measured less often: the gauge takes a tenth of a session at most. */
    private static final int MEASURE_REST = 9;

    private static final Duration STAND_BY = Duration.ofMillis(500);
    private static final int REST_PER_WORK = 9;
    private static final Duration LONGEST_PACE = Duration.ofMillis(250);
    private static final Duration FOR_AS_LONG_AS_IT_TAKES = Duration.ofDays(365);
    private static final Duration GAUGE_ENDS = Duration.ofSeconds(1);
    private static final Duration SHORTEST_REST = Duration.ofMillis(1);
    private static final Duration LONGEST_LOOK = Duration.ofMillis(20);

    private final RelayedTables tables;
    private final Lead leadership;
    private final Rounds rounds;
    private final InstantSource clock;

    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final Urgency urgency = new Urgency();
    private final Ground ground = new Ground();
    private final Outages outages = new Outages(System::nanoTime);
    private final AtomicReference<List<TablePlan>> relayed = new AtomicReference<>(List.of());
    private final AtomicReference<Measured> measured =
            new AtomicReference<>(new Measured(Backlog.EMPTY, Instant.EPOCH));
    private final ExecutorService workers;
    private final Thread working = Thread.ofPlatform().name("theseus-relay").unstarted(this::work);
    private final Thread measuring =
            Thread.ofPlatform().name("theseus-relay-gauge").daemon().unstarted(this::measure);

    /** Rounds in a row in which nothing moved; used by the working thread alone. */
    private int idle;

    private enum State {
        NEW,
        STARTED,
        CLOSED
    }

    private record Measured(Backlog backlog, Instant at) {}

    PgRelay(RelayedTables tables, Lead leadership, Rounds rounds, InstantSource clock) {
        this.tables = tables;
        this.leadership = leadership;
        this.rounds = rounds;
        this.clock = clock;
        this.workers = Executors.newFixedThreadPool(
                rounds.settings().workers(),
                Thread.ofPlatform().name("theseus-relay-worker-", 1).factory());
    }

    @Override
    public void start() {
        if (state.compareAndSet(State.NEW, State.STARTED)) {
            working.start();
            measuring.start();
        }
    }

    private void work() {
        Round round = rounds.on(workers);
        GrowingRest rest = GrowingRest.WHILE_AWAY;
        try (leadership) {
            while (!urgency.isStopped()) {
                try {
                    turn(round);
                    outages.reached();
                    rest = GrowingRest.WHILE_AWAY;
                } catch (DatabaseUnavailable e) {
                    LOG.info("{}; the relay tries again", e.getMessage());
                    outages.missed();
                    rest = restAfterFailure(rest);
                } catch (DatabaseRefused e) {
                    LOG.warn("{}; the relay tries again", e.getMessage());
                    outages.missed();
                    rest = restAfterFailure(rest);
                } catch (RuntimeException | Error e) {
                    // whatever it is, a relay that has ended in silence would be worse
                    LOG.error("The relay met an unexpected error and goes on", e);
                    outages.missed();
                    rest = restAfterFailure(rest);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private GrowingRest restAfterFailure(GrowingRest rest) throws InterruptedException {
        urgency.restAfterFailure(rest.next().toNanos());
        return rest.grown();
    }

    /**
     * One round, if this relay leads, and the rest after it. Rounds begin at most once a poll unless there is more than
     * one takes: a round for every few entries would cost the source more than the entries do, and coalesce nothing.
     */
    private void turn(Round round) throws InterruptedException {
        long begun = System.nanoTime();
        if (!leads()) {
            urgency.restAfterFailure(STAND_BY.toNanos());
            return;
        }
        List<TablePlan> tables = this.tables.look();
        tables.forEach(t -> rounds.work().meter().relays(t.number()));
        relayed.set(tables);
        Round.Outcome outcome = tables.isEmpty() ? Round.Outcome.IDLE : round.run(tables);
        long poll = rounds.settings().poll().toNanos();
        long took = System.nanoTime() - begun;
        long due = ground.course() == Ground.Course.LOSING
                ? 0
                : rounds.rest().after(Duration.ofNanos(took)).toNanos();
        switch (outcome) {
            case FULL -> {
                idle = 0;
                urgency.rest(due, due);
            }
            case MOVED -> {
                idle = 0;
                long most = restAfter(took, poll);
                urgency.rest(Math.min(due, most), most);
            }
            // somebody who waits for a change that rests gains nothing from haste
            case IDLE -> urgency.rest(Math.min(poll, SHORTEST_REST.toNanos() << Math.min(idle++, 20)), poll);
            case NOT_IN_FORCE -> urgency.restAfterFailure(STAND_BY.toNanos());
        }
    }

    private boolean leads() {
        boolean held = false;
        try {
            held = leadership.isHeld();
        } finally {
            if (held) {
                rounds.work().brought().leads();
            } else {
                rounds.work().brought().standsBy();
            }
        }
        return held;
    }

    /** A round that took long found the servers busy: the service needs them more than the relay does. */
    private static long restAfter(long took, long poll) {
        return Math.max(poll - took, Math.min(took * REST_PER_WORK, LONGEST_PACE.toNanos()));
    }

    private void measure() {
        try {
            while (!urgency.isStopped()) {
                long begun = System.nanoTime();
                try {
                    Backlog backlog = log().backlog(rounds.work().meter().relayed(numbers(relayed.get())));
                    measured.set(new Measured(backlog, clock.instant()));
                    ground.add(new Ground.Measured(
                            backlog.age(),
                            backlog.position(),
                            rounds.work().meter().retired(),
                            System.nanoTime()));
                } catch (RuntimeException e) {
                    // an old measurement says so by its time
                    LOG.debug("The log could not be measured", e);
                }
                long took = System.nanoTime() - begun;
                urgency.restAfterFailure(Math.max(MEASURE_EVERY.toNanos(), took * MEASURE_REST));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ChangeLog log() {
        return rounds.work().log();
    }

    @Override
    public RelayStatus status() {
        Measured last = measured.get();
        Meter meter = rounds.work().meter();
        return new RelayStatus(last.backlog(), last.at(), meter.retired(), meter.keys(), meter.lag());
    }

    /** As long as the result is not closed, rounds follow each other without a rest: writers are held meanwhile. */
    Hurry hurry() {
        return urgency.hurry();
    }

    @Override
    public Drain awaitDrained(Collection<TablePlan> tables, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        urgency.awaited();
        try {
            Standings standings = Standings.of(log(), tables);
            long look = SHORTEST_REST.toNanos();
            while (standings.look() == Standing.SOME) {
                if (System.nanoTime() - end >= 0) {
                    return Drain.STILL_PENDING;
                }
                TimeUnit.NANOSECONDS.sleep(look);
                look = Math.min(look * 2, LONGEST_LOOK.toNanos());
            }
            return Drain.DRAINED;
        } finally {
            urgency.satisfied();
        }
    }

    @Override
    public BroughtOver broughtOver(Collection<TablePlan> tables, Duration past) {
        return rounds.work().brought().since(tables, past);
    }

    @Override
    public Duration beforeOutages(Duration past) {
        return outages.before(past);
    }

    private static Set<Integer> numbers(Collection<TablePlan> tables) {
        return tables.stream().map(TablePlan::number).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        boolean started = state.getAndSet(State.CLOSED) == State.STARTED;
        urgency.stop();
        if (started) {
            join(working, FOR_AS_LONG_AS_IT_TAKES);
            join(measuring, GAUGE_ENDS);
        }
        workers.shutdown();
    }

    private static void join(Thread thread, Duration patience) {
        try {
            thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

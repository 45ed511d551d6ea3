package dev.theseus.jdbc.throttle;

import dev.theseus.domain.plan.BackfillSettings.Window;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.throttle.ThrottlePolicy;
import dev.theseus.domain.throttle.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.Optional;

/** Waits until the hours of the day, the measured load and the rate let the copy go on. Safe for several threads. */
final class PacedThrottle implements ClosableThrottle {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LONGEST_BREAK = Duration.ofSeconds(30);

    private final ThrottlePolicy policy;
    private final Pace pace;
    private final Optional<Window> window;
    private final LoadProbe probe;
    private final InstantSource clock;
    private final Sleeper sleeper;

    PacedThrottle(Limits limits, LoadProbe probe, InstantSource clock, Sleeper sleeper) {
        this.policy = limits.policy();
        this.pace = limits.pace();
        this.window = limits.window();
        this.probe = probe;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** What limits the copy. */
    record Limits(ThrottlePolicy policy, Pace pace, Optional<Window> window) {}

    /** How time is let pass. */
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    @Override
    public Verdict beforeChunk() throws InterruptedException {
        Verdict first = look();
        Verdict now = first;
        while (now instanceof Verdict.Wait) {
            sleeper.sleep(LOOK);
            now = look();
        }
        return first;
    }

    private Verdict look() {
        return window.filter(w -> !w.contains(LocalTime.ofInstant(clock.instant(), w.zone())))
                .<Verdict>map(w -> new Verdict.Wait(
                        "it is outside the hours of the plan, %s to %s %s".formatted(w.from(), w.to(), w.zone())))
                .orElseGet(() -> policy.decide(probe.last(), clock.instant()));
    }

    @Override
    public void passed(long rows, long bytes) throws InterruptedException {
        pace.passed(rows, bytes);
    }

    @Override
    public void afterChunk(Duration worked) throws InterruptedException {
        sleeper.sleep(comparing().after(worked));
    }

    @Override
    public Rest comparing() {
        return worked -> {
            Duration rest = policy.rest(worked, probe.last(), clock.instant());
            return rest.compareTo(LONGEST_BREAK) > 0 ? LONGEST_BREAK : rest;
        };
    }

    @Override
    public Rest relaying() {
        return worked -> policy.relayRest(worked, probe.last(), clock.instant());
    }

    @Override
    public void close() {
        probe.close();
    }
}

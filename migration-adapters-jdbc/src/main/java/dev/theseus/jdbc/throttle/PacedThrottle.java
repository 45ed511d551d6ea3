package dev.theseus.jdbc.throttle;

import dev.theseus.domain.plan.BackfillSettings.Window;
import dev.theseus.domain.throttle.ThrottlePolicy;
import dev.theseus.domain.throttle.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits until the hours of the day, the measured load and the rate let the copy go on. Safe for several threads. */
final class PacedThrottle implements ClosableThrottle {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LONGEST_BREAK = Duration.ofSeconds(30);

    private final ThrottlePolicy policy;
    private final Pace pace;
    private final Optional<Window> window;
    private final LoadProbe probe;
    private final InstantSource clock;

    PacedThrottle(ThrottlePolicy policy, Pace pace, Optional<Window> window, LoadProbe probe, InstantSource clock) {
        this.policy = policy;
        this.pace = pace;
        this.window = window;
        this.probe = probe;
        this.clock = clock;
    }

    @Override
    public Verdict beforeChunk() throws InterruptedException {
        Verdict first = look();
        Verdict now = first;
        while (now instanceof Verdict.Wait) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
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
        double duty = policy.settings().dutyCycle();
        long rest = (long) (worked.toNanos() * (1 - duty) / duty);
        TimeUnit.NANOSECONDS.sleep(Math.min(rest, LONGEST_BREAK.toNanos()));
    }

    @Override
    public void close() {
        probe.close();
    }
}

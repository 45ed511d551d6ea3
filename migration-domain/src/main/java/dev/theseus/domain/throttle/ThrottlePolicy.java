package dev.theseus.domain.throttle;

import dev.theseus.domain.plan.ThrottleSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides whether a measured load lets the copy go on. A stale or missing measurement says stop. */
public record ThrottlePolicy(ThrottleSettings settings) {

    public Verdict decide(Optional<Load> measured, Instant now) {
        if (measured.isEmpty()) {
            return new Verdict.Wait("the load of the servers has not been measured yet");
        }
        Load load = measured.get();
        Duration age = Duration.between(load.measuredAt(), now);
        if (age.compareTo(settings.staleAfter()) > 0) {
            return wait("the last measurement is %d ms old (limit %d ms)", age, settings.staleAfter());
        }
        if (load.lag().compareTo(settings.maximumLag()) > 0) {
            return wait("the relay lags by %d ms (limit %d ms)", load.lag(), settings.maximumLag());
        }
        return decideLoad(load);
    }

    /**
     * How long a copier rests after it has worked, so that it works for no more than the duty cycle's share of the
     * time. Where nobody else uses the servers, and that is known, it does not rest.
     */
    public Duration rest(Duration worked, Optional<Load> measured, Instant now) {
        boolean nobodyWaits = measured.filter(load -> isFresh(load, now))
                .filter(load -> load.traffic() == Load.Traffic.NONE)
                .isPresent();
        if (nobodyWaits) {
            return Duration.ZERO;
        }
        double restPerWork = 1 / settings.dutyCycle() - 1;
        return Duration.ofNanos(Math.round(worked.toNanos() * restPerWork));
    }

    /**
     * How long the relay rests after a round: for no longer than three times what it has worked, because it must gain
     * on the service's writes. A relay that loses ground does not rest at all.
     */
    public Duration relayRest(Duration worked, Optional<Load> measured, Instant now) {
        Duration rest = rest(worked, measured, now);
        Duration most = worked.multipliedBy(3);
        return rest.compareTo(most) < 0 ? rest : most;
    }

    private boolean isFresh(Load load, Instant now) {
        return Duration.between(load.measuredAt(), now).compareTo(settings.staleAfter()) <= 0;
    }

    private Verdict decideLoad(Load load) {
        if (settings.maximumActiveSessions() > 0 && load.activeSessions() > settings.maximumActiveSessions()) {
            return new Verdict.Wait("%d sessions are at work on a server (limit %d)"
                    .formatted(load.activeSessions(), settings.maximumActiveSessions()));
        }
        if (settings.maximumCommitLatency().isPositive()
                && load.commitLatency().compareTo(settings.maximumCommitLatency()) > 0) {
            return wait(
                    "a commit takes %d ms on a server (limit %d ms)",
                    load.commitLatency(), settings.maximumCommitLatency());
        }
        return new Verdict.Go();
    }

    private static Verdict wait(String form, Duration measured, Duration limit) {
        return new Verdict.Wait(form.formatted(measured.toMillis(), limit.toMillis()));
    }
}

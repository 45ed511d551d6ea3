package dev.theseus.domain.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Estimates how long a copy still takes, from how fast it went during a recent stretch. A long stretch steadies the
 * figure, a bounded one lets it follow a throttle that opens or closes.
 *
 * @param stretch how far back observations count
 * @param observations oldest first; the last one that is older than the stretch is kept as its beginning
 */
public record RemainingTime(Duration stretch, List<Observation> observations) {

    /** Over what stretch the rate is measured unless told otherwise. */
    public static final Duration STRETCH = Duration.ofMinutes(1);

    /**
     * What was seen at a moment.
     *
     * @param at when
     * @param done units of work done until then, in any unit, 0 or more
     */
    public record Observation(Instant at, double done) {}

    public RemainingTime {
        observations = List.copyOf(observations);
    }

    public static RemainingTime unknown() {
        return new RemainingTime(STRETCH, List.of());
    }

    /** Takes one more observation. If less is done than before, work was voided and the measurement begins anew. */
    public RemainingTime observe(Instant at, double done) {
        if (!observations.isEmpty() && done < observations.getLast().done()) {
            return new RemainingTime(stretch, List.of(new Observation(at, done)));
        }
        Instant horizon = at.minus(stretch);
        List<Observation> kept = new ArrayList<>(observations);
        kept.add(new Observation(at, done));
        while (kept.size() > 2 && !kept.get(1).at().isAfter(horizon)) {
            kept.removeFirst();
        }
        return new RemainingTime(stretch, kept);
    }

    /** Units per second over the stretch; 0 if nothing is known or nothing moved. */
    public double perSecond() {
        if (observations.size() < 2) {
            return 0;
        }
        Observation first = observations.getFirst();
        Observation last = observations.getLast();
        double seconds = Duration.between(first.at(), last.at()).toNanos() / 1e9;
        return seconds <= 0 ? 0 : (last.done() - first.done()) / seconds;
    }

    /**
     * How long until all is done.
     *
     * @param total in the unit of the observations
     * @return empty if nothing is known or nothing moved during the stretch
     */
    public Optional<Duration> until(double total) {
        if (observations.isEmpty()) {
            return Optional.empty();
        }
        double left = total - observations.getLast().done();
        if (left <= 0) {
            return Optional.of(Duration.ZERO);
        }
        double rate = perSecond();
        return rate <= 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(left / rate * 1000)));
    }
}

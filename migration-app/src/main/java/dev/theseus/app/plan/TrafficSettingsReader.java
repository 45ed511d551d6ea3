package dev.theseus.app.plan;

import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.AutomaticRollbackSettings.Guard;
import dev.theseus.domain.plan.FailbackSettings;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.plan.RolloutSettings.Limits;
import dev.theseus.domain.plan.RolloutSettings.Retry;
import dev.theseus.domain.plan.RolloutSettings.Step;
import dev.theseus.domain.plan.TrafficSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads how the service's requests are brought over, and when they are taken back. */
final class TrafficSettingsReader {

    private TrafficSettingsReader() {}

    static TrafficSettings read(Section top) {
        return new TrafficSettings(
                rollout(top.section("rollout")),
                failback(top.section("failback")),
                automaticRollback(top.section("automatic-rollback")));
    }

    private static RolloutSettings rollout(Section section) {
        RolloutSettings usual = RolloutSettings.DEFAULT;
        List<Step> steps =
                section.sections("steps", TrafficSettingsReader::step).orElse(usual.steps());
        RolloutSettings.Mode mode = section.scalar("mode", Choices.of(RolloutSettings.Mode.values()))
                .orElse(usual.mode());
        Limits limits = limits(section, usual.limits());
        Retry retry = section.set(usual.retry(), "attempts", Scalars::integer, (r, v) -> new Retry(v, r.rest()));
        Retry rested = section.set(retry, "rest", Quantities::duration, (r, v) -> new Retry(r.attempts(), v));
        section.end();
        return section.made("steps", () -> new RolloutSettings(steps, mode, limits, rested))
                .orElse(usual);
    }

    private static Optional<Step> step(Section section) {
        Optional<Double> percentage =
                section.required("percentage", Scalars::share, "write a step as { percentage: 10, dwell: 5m }");
        Duration dwell = section.scalar("dwell", Quantities::duration)
                .orElse(RolloutSettings.DEFAULT.steps().getFirst().dwell());
        section.end();
        return percentage.flatMap(p -> section.made("percentage", () -> new Step(p, dwell)));
    }

    private static Limits limits(Section section, Limits usual) {
        Limits s = section.set(
                usual,
                "minimum-reads",
                Scalars::count,
                (l, v) -> new Limits(v, l.errorRate(), l.latencyRatio(), l.mismatchRate()));
        s = section.set(
                s,
                "error-rate",
                Scalars::share,
                (l, v) -> new Limits(l.minimumReads(), v, l.latencyRatio(), l.mismatchRate()));
        s = section.set(
                s,
                "latency-ratio",
                Scalars::share,
                (l, v) -> new Limits(l.minimumReads(), l.errorRate(), v, l.mismatchRate()));
        return section.set(
                s,
                "mismatch-rate",
                Scalars::share,
                (l, v) -> new Limits(l.minimumReads(), l.errorRate(), l.latencyRatio(), v));
    }

    private static FailbackSettings failback(Section section) {
        FailbackSettings.Compare compare = section.scalar("compare", Choices.of(FailbackSettings.Compare.values()))
                .orElse(FailbackSettings.DEFAULT.compare());
        FailbackSettings usual = new FailbackSettings(FailbackSettings.DEFAULT.deadline(), compare);
        FailbackSettings s =
                section.set(usual, "deadline", Quantities::duration, (f, v) -> new FailbackSettings(v, compare));
        section.end();
        return s;
    }

    private static AutomaticRollbackSettings automaticRollback(Section section) {
        AutomaticRollbackSettings s = AutomaticRollbackSettings.DEFAULT;
        AutomaticRollbackSettings.Mode mode = section.scalar(
                        "mode", Choices.of(AutomaticRollbackSettings.Mode.values()))
                .orElse(s.mode());
        s = section.set(
                s,
                "window",
                Quantities::duration,
                (a, v) -> new AutomaticRollbackSettings(mode, v, a.errorRate(), a.minimumRequests(), a.guard()));
        s = section.set(
                s,
                "error-rate",
                Scalars::share,
                (a, v) -> new AutomaticRollbackSettings(mode, a.window(), v, a.minimumRequests(), a.guard()));
        s = section.set(
                s,
                "minimum-requests",
                Scalars::count,
                (a, v) -> new AutomaticRollbackSettings(mode, a.window(), a.errorRate(), v, a.guard()));
        Guard guard = section.set(s.guard(), "at-most", Scalars::integer, (g, v) -> new Guard(v, g.period()));
        Guard lasting = section.set(guard, "period", Quantities::duration, (g, v) -> new Guard(g.rollbacks(), v));
        section.end();
        return new AutomaticRollbackSettings(mode, s.window(), s.errorRate(), s.minimumRequests(), lasting);
    }
}

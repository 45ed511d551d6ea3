package dev.theseus.app.plan;

import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.CutoverSettings;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.plan.TrafficSettings;
import java.util.stream.Collectors;

/** Writes what a plan says of the way from reads on new to a new database that stands alone. */
final class LateSettingsWriter {

    private final PlanLines lines;

    LateSettingsWriter(PlanLines lines) {
        this.lines = lines;
    }

    void traffic(TrafficSettings s) {
        rollout(s.rollout());
        lines.add("failback:");
        lines.add(
                "  deadline: " + Quantities.text(s.failback().deadline()),
                "for reads to come back to new after they failed there; then it goes back");
        lines.add(
                "  compare: " + Choices.text(s.failback().compare()),
                "before: touched (rows brought over lately; all tables if one was lost), or all");
        automaticRollback(s.automaticRollback());
    }

    private void rollout(RolloutSettings s) {
        lines.add("rollout:");
        lines.add(
                "  steps: "
                        + s.steps().stream()
                                .map(step -> "{ percentage: " + step.percentage() + ", dwell: "
                                        + Quantities.text(step.dwell()) + " }")
                                .collect(Collectors.joining(", ", "[", "]")),
                "of `theseus rollout run`");
        lines.add("  mode: " + Choices.text(s.mode()), "automatic, or approval: each step but the first waits for it");
        lines.add("  minimum-reads: " + s.limits().minimumReads(), "of new at a step, to judge it");
        lines.add("  error-rate: " + s.limits().errorRate(), "share of the reads of new that may fail");
        lines.add("  latency-ratio: " + s.limits().latencyRatio(), "mean time of a read of new over one of old");
        lines.add("  mismatch-rate: " + s.limits().mismatchRate(), "share of the shadow reads that may truly differ");
        lines.add("  attempts: " + s.retry().attempts(), "at one step that may fail before it is given up");
        lines.add("  rest: " + Quantities.text(s.retry().rest()), "before a step is tried again");
    }

    private void automaticRollback(AutomaticRollbackSettings s) {
        lines.add("automatic-rollback:");
        lines.add("  mode: " + Choices.text(s.mode()), "on, dry (only says what it would do) or off");
        lines.add("  window: " + Quantities.text(s.window()), "over which errors are counted");
        lines.add("  error-rate: " + s.errorRate(), "share of the requests to new that may fail within it");
        lines.add("  minimum-requests: " + s.minimumRequests(), "within it, to conclude anything");
        lines.add("  at-most: " + s.guard().rollbacks(), "by itself within the period; then a person decides");
        lines.add("  period: " + Quantities.text(s.guard().period()));
    }

    void cutover(CutoverSettings s) {
        lines.add("cutover:");
        lines.add("  pause: " + Quantities.text(s.budget().pause()), "for which writers are held at most, in one try");
        lines.add("  lock-wait: " + Quantities.text(s.budget().lockWait()), "of this, to wait for open transactions");
        lines.add("  patience: " + Quantities.text(s.budget().patience()), "with all tries of one handover together");
        lines.add(
                "  approval: " + Choices.text(s.approval()),
                "required, or not-required: `theseus approve PLAN cutover`");
        lines.add("  dwell: " + Quantities.text(s.readiness().dwell()), "for which everybody must have read from new");
        lines.add(
                "  verification-maximum-age: " + Quantities.text(s.readiness().verificationMaximumAge()),
                "an older comparison does not count");
        lines.add(
                "  rehearsal-maximum-age: " + Quantities.text(s.readiness().rehearsalMaximumAge()),
                "an older rehearsal of the way back does not count");
        lines.add("  free-connections: " + s.readiness().freeConnections(), "that old must have left to go back to");
        lines.add("  way-back: " + Quantities.text(s.wayBack()), "for which one can go back before `theseus complete`");
        lines.add(
                "  sequence-margin: " + s.sequenceMargin(),
                "numbers that sequences leave out when authority moves, in either direction");
        lines.add("  attempts: " + s.persistence().attempts(), "of one step before the cutover is given up");
        lines.add("  first-rest: " + Quantities.text(s.persistence().firstRest()), "after a failure; it doubles");
        lines.add("  longest-rest: " + Quantities.text(s.persistence().longestRest()));
        lines.add("  step-limit: " + Quantities.text(s.persistence().stepLimit()), "for one step, then it is given up");
    }
}

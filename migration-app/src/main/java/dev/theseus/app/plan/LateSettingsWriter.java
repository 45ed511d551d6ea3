package dev.theseus.app.plan;

import dev.theseus.domain.plan.CutoverSettings;

/** Writes what a plan says of the way from reads on new to a new database that stands alone. */
final class LateSettingsWriter {

    private final PlanLines lines;

    LateSettingsWriter(PlanLines lines) {
        this.lines = lines;
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
        lines.add("  attempts: " + s.persistence().attempts(), "of one step before the cutover is given up");
        lines.add("  first-rest: " + Quantities.text(s.persistence().firstRest()), "after a failure; it doubles");
        lines.add("  longest-rest: " + Quantities.text(s.persistence().longestRest()));
        lines.add("  step-limit: " + Quantities.text(s.persistence().stepLimit()), "for one step, then it is given up");
    }
}

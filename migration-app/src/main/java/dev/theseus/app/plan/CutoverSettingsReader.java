package dev.theseus.app.plan;

import dev.theseus.domain.plan.CutoverSettings;
import dev.theseus.domain.plan.CutoverSettings.Approval;
import dev.theseus.domain.plan.CutoverSettings.Persistence;
import dev.theseus.domain.plan.CutoverSettings.Readiness;
import dev.theseus.domain.plan.PauseBudget;
import java.time.Duration;

/** Reads how authority is to move. */
final class CutoverSettingsReader {

    private final Section section;
    private final CutoverSettings usual = CutoverSettings.DEFAULT;

    private CutoverSettingsReader(Section section) {
        this.section = section;
    }

    static CutoverSettings read(Section section) {
        CutoverSettings settings = new CutoverSettingsReader(section).read();
        section.end();
        return settings;
    }

    private CutoverSettings read() {
        PauseBudget budget = budget();
        Approval approval =
                section.scalar("approval", Choices.of(Approval.values())).orElse(usual.approval());
        Readiness readiness = readiness(usual.readiness());
        Persistence persistence = persistence(usual.persistence());
        Duration wayBack = duration("way-back", usual.wayBack());
        CutoverSettings settings = section.made(
                        "way-back", () -> new CutoverSettings(budget, approval, readiness, wayBack, persistence))
                .orElse(usual);
        return section.set(
                settings,
                "sequence-margin",
                Scalars::count,
                (s, margin) -> new CutoverSettings(
                        s.budget(), s.approval(), s.readiness(), s.wayBack(), s.persistence(), margin));
    }

    /** Who shortens the pause alone shortens the wait within it too. */
    private PauseBudget budget() {
        PauseBudget before = usual.budget();
        Duration pause = duration("pause", before.pause());
        Duration shorter = pause.compareTo(before.lockWait()) < 0 ? pause : before.lockWait();
        Duration lockWait = duration("lock-wait", shorter);
        Duration patience = duration("patience", before.patience());
        return section.made(
                        section.value("lock-wait").isPresent() ? "lock-wait" : "pause",
                        () -> new PauseBudget(pause, lockWait, patience))
                .orElse(before);
    }

    private Readiness readiness(Readiness before) {
        Readiness s = section.set(
                before,
                "dwell",
                Quantities::duration,
                (r, v) -> new Readiness(v, r.verificationMaximumAge(), r.rehearsalMaximumAge(), r.freeConnections()));
        s = section.set(
                s,
                "verification-maximum-age",
                Quantities::duration,
                (r, v) -> new Readiness(r.dwell(), v, r.rehearsalMaximumAge(), r.freeConnections()));
        s = section.set(
                s,
                "rehearsal-maximum-age",
                Quantities::duration,
                (r, v) -> new Readiness(r.dwell(), r.verificationMaximumAge(), v, r.freeConnections()));
        return section.set(
                s,
                "free-connections",
                Scalars::count,
                (r, v) -> new Readiness(r.dwell(), r.verificationMaximumAge(), r.rehearsalMaximumAge(), v));
    }

    private Persistence persistence(Persistence before) {
        Persistence s = section.set(
                before,
                "attempts",
                Scalars::integer,
                (p, v) -> new Persistence(v, p.firstRest(), p.longestRest(), p.stepLimit()));
        s = section.set(
                s,
                "step-limit",
                Quantities::duration,
                (p, v) -> new Persistence(p.attempts(), p.firstRest(), p.longestRest(), v));
        Persistence so = s;
        Duration first = duration("first-rest", so.firstRest());
        Duration longest = duration("longest-rest", so.longestRest());
        return section.made(
                        section.value("longest-rest").isPresent() ? "longest-rest" : "first-rest",
                        () -> new Persistence(so.attempts(), first, longest, so.stepLimit()))
                .orElse(before);
    }

    private Duration duration(String key, Duration otherwise) {
        return section.scalar(key, Quantities::duration).orElse(otherwise);
    }
}

package dev.theseus.domain.migration;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.rollout.RollbackPolicy;
import dev.theseus.domain.rollout.RollbackPolicy.Answer;
import dev.theseus.domain.rollout.RollbackPolicy.Withheld;
import dev.theseus.domain.routing.RolloutPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What trouble with new leads to: the way back, or word of why it is not taken. */
final class TroubleDecisions {

    private TroubleDecisions() {}

    /** Trouble that is told again and again, as a rate of errors is, is put on record once in a window. */
    static List<MigrationEvent> reported(Underway u, MigrationCommand.ReportTrouble c) {
        if (!concerns(u, c.cause()) || wasWithheldLately(u, c)) {
            return List.of();
        }
        return decide(u, c, c.cause(), c.detail());
    }

    /** A person has taken it in hand, or it is over. */
    private static boolean concerns(Underway u, RestoreCause cause) {
        if (isRestoring(u)) {
            return false;
        }
        return switch (cause) {
            case ERROR_RATE -> sendsRequestsToNew(u) && u.course().failback().isEmpty();
            case FAILBACK_DEADLINE -> u.course().failback().isPresent();
            case DIVERGENCE, ROLLOUT_GATE -> sendsRequestsToNew(u);
            case ASKED -> false;
        };
    }

    private static boolean sendsRequestsToNew(Underway u) {
        return u.phase() == Phase.CUT_OVER
                || u.authority().holder() == Side.NEW
                || (u.phase() == Phase.RAMPING && u.traffic().policy().percentage() > 0);
    }

    private static boolean wasWithheldLately(Underway u, MigrationCommand.ReportTrouble c) {
        Instant before = u.course().withheld().get(c.cause());
        return before != null && before.plus(settings(u).window()).isAfter(c.at());
    }

    /** A comparison found that rows differ while old has authority: what nobody reads need not be gone back from. */
    static List<MigrationEvent> newDiffers(
            Underway u, List<MigrationEvent> decided, MigrationCommand.ReportVerification c, String detail) {
        if (u.phase() != Phase.RAMPING || isRestoring(u)) {
            return List.of();
        }
        if (u.traffic().policy().percentage() == 0 && u.course().failback().isEmpty()) {
            return withhold(u, c, RestoreCause.DIVERGENCE, detail, Withheld.NOT_NEEDED);
        }
        List<MigrationEvent> events = new ArrayList<>(
                u.course().failback().isPresent()
                        ? FailbackDecisions.abandon(u, c)
                        : StepDecisions.end(u, c, RolloutEnd.OVERTAKEN));
        List<MigrationEvent> all = new ArrayList<>(decided);
        all.addAll(events);
        events.addAll(after(u, all, c, RestoreCause.DIVERGENCE, detail));
        return events;
    }

    /** The same while new has authority. */
    static List<MigrationEvent> oldDiffers(Underway u, MigrationCommand.ReportVerification c) {
        return Gates.divergences(c.summary(), u.plan().settings().gates())
                .filter(differs -> !isRestoring(u) && u.authority().holder() == Side.NEW)
                .map(differs -> withhold(u, c, RestoreCause.DIVERGENCE, differs, Withheld.OLD_DIFFERS))
                .orElse(List.of());
    }

    private static boolean isRestoring(Underway u) {
        return u.transfer().filter(t -> !(t instanceof Transfer.Cutover)).isPresent();
    }

    /** What follows in a decision after events that were decided already. */
    static List<MigrationEvent> after(
            Underway u, List<MigrationEvent> decided, MigrationCommand c, RestoreCause cause, String detail) {
        MigrationState state = u;
        for (MigrationEvent event : decided) {
            state = Migration.evolve(state, event);
        }
        return state instanceof Underway then ? decide(then, c, cause, detail) : List.of();
    }

    private static List<MigrationEvent> decide(Underway u, MigrationCommand c, RestoreCause cause, String detail) {
        // new shows what was written since the cutover, and old does not
        if (cause == RestoreCause.DIVERGENCE && u.authority().holder() == Side.NEW) {
            return withhold(u, c, cause, detail, Withheld.OLD_DIFFERS);
        }
        return switch (RollbackPolicy.answer(settings(u), u.course().rollbacks(), c.at())) {
            case Answer.GoBack back -> goBack(u, c, cause, detail);
            case Answer.Withhold withhold -> withhold(u, c, cause, detail, withhold.why());
        };
    }

    private static List<MigrationEvent> goBack(Underway u, MigrationCommand c, RestoreCause cause, String detail) {
        List<MigrationEvent> restored;
        try {
            restored = RestoreDecisions.begin(
                    u,
                    new MigrationCommand.RestoreCheckpoint(
                            c.migration(), c.at(), Optional.empty(), cause, RestoreMode.REAL));
        } catch (IllegalTransition impossible) {
            return withhold(u, c, cause, detail + "; " + impossible.getMessage(), Withheld.NOT_POSSIBLE);
        }
        List<MigrationEvent> events = new ArrayList<>();
        events.add(new MigrationEvent.RollbackDecided(c.migration(), c.at(), cause, detail));
        events.addAll(restored);
        return events;
    }

    /** Where it went back too often, at least readers are kept off new until somebody has looked. */
    private static List<MigrationEvent> withhold(
            Underway u, MigrationCommand c, RestoreCause cause, String detail, Withheld why) {
        List<MigrationEvent> events = new ArrayList<>();
        events.add(new MigrationEvent.RollbackWithheld(c.migration(), c.at(), cause, detail, why));
        RolloutPolicy policy = u.traffic().policy();
        if (why == Withheld.TOO_OFTEN && u.phase() == Phase.RAMPING && policy.percentage() > 0) {
            events.addAll(StepDecisions.end(u, c, RolloutEnd.OVERTAKEN));
            events.addAll(RolloutDecisions.changed(c, policy, policy.withPercentage(0), RolloutCause.TROUBLE));
        }
        return events;
    }

    private static AutomaticRollbackSettings settings(Underway u) {
        return u.plan().settings().traffic().automaticRollback();
    }
}

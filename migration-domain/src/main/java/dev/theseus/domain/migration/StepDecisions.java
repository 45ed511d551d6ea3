package dev.theseus.domain.migration;

import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.RolloutProgress.Stage;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.plan.RolloutSettings.Mode;
import dev.theseus.domain.plan.RolloutSettings.Step;
import dev.theseus.domain.rollout.StepGate;
import dev.theseus.domain.rollout.StepGate.Verdict;
import dev.theseus.domain.routing.RolloutPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What commands about a rollout by steps lead to. Only here a step begins, and only after the gate of the one before
 * has passed; what its process sends too late or twice leads to nothing.
 */
final class StepDecisions {

    private StepDecisions() {}

    static List<MigrationEvent> begin(Underway u, MigrationCommand.BeginRollout c) {
        if (u.course().rollout().isPresent()) {
            return List.of();
        }
        TransferDecisions.requireNoTransfer(u, c);
        requireRamping(u, c);
        RolloutSettings settings = u.plan().settings().traffic().rollout();
        double from = u.traffic().policy().percentage();
        RolloutProgress beginning = RolloutProgress.beginning(settings, from, c.at());
        if (!beginning.hasMore()) {
            throw Decisions.illegal(
                    c, "has %s %% of the reads on new already, which is the last step of its rollout".formatted(from));
        }
        List<MigrationEvent> events = new ArrayList<>();
        events.add(new MigrationEvent.RolloutBegan(c.migration(), c.at(), settings, from));
        events.addAll(beginStep(u, c, beginning));
        return events;
    }

    private static void requireRamping(Underway u, MigrationCommand c) {
        if (u.phase() != Phase.RAMPING) {
            throw Decisions.illegal(
                    c,
                    "is in phase " + u.phase() + "; reads are brought over to new in " + Phase.RAMPING
                            + ", which `theseus advance` enters when its gate is open");
        }
        if (u.course().failback().isPresent()) {
            throw Decisions.illegal(
                    c, "has its reads on old because they failed on new; they come back by themselves, wait for that");
        }
    }

    static List<MigrationEvent> stop(Underway u, MigrationCommand.StopRollout c) {
        return end(u, c, RolloutEnd.STOPPED);
    }

    /** That the rollout in progress ends, if there is one. */
    static List<MigrationEvent> end(Underway u, MigrationCommand c, RolloutEnd end) {
        return u.course().rollout().isPresent()
                ? List.of(new MigrationEvent.RolloutEnded(c.migration(), c.at(), end))
                : List.of();
    }

    /** A step may begin once its forerunner has passed and, if so asked, a person has agreed; or again after a rest. */
    static List<MigrationEvent> raise(Underway u, MigrationCommand.RaiseRollout c) {
        Optional<RolloutProgress> progress = u.course().rollout();
        if (u.phase() != Phase.RAMPING
                || u.course().failback().isPresent()
                || u.transfer().isPresent()
                || progress.filter(p -> p.stage() != Stage.MEASURING && p.next() == c.step())
                        .isEmpty()) {
            return List.of();
        }
        return isAgreedTo(u, progress.get()) ? beginStep(u, c, progress.get()) : List.of();
    }

    private static boolean isAgreedTo(Underway u, RolloutProgress progress) {
        return progress.settings().mode() == Mode.AUTOMATIC
                || progress.stage() == Stage.LOWERED
                || u.conduct().approvals().granted().contains(RolloutProgress.approval(progress.next()));
    }

    private static List<MigrationEvent> beginStep(Underway u, MigrationCommand c, RolloutProgress progress) {
        int step = progress.next();
        RolloutPolicy policy = u.traffic().policy();
        double percentage = progress.settings().steps().get(step - 1).percentage();
        List<MigrationEvent> events = new ArrayList<>();
        events.add(new MigrationEvent.RolloutStepBegan(c.migration(), c.at(), step));
        events.addAll(RolloutDecisions.changed(c, policy, policy.withPercentage(percentage), RolloutCause.STEP));
        return events;
    }

    /** What was measured at another step, or while reads were on old, says nothing. */
    static List<MigrationEvent> measured(Underway u, MigrationCommand.ReportTraffic c) {
        return u.course()
                .rollout()
                .filter(p -> p.stage() == Stage.MEASURING && p.step() == c.step())
                .filter(p -> u.course().failback().isEmpty() && u.transfer().isEmpty())
                .map(p -> judged(u, c, p))
                .orElse(List.of());
    }

    private static List<MigrationEvent> judged(Underway u, MigrationCommand.ReportTraffic c, RolloutProgress progress) {
        Step step = progress.present();
        StepGate.Asked asked = new StepGate.Asked(
                progress.moments().since(),
                step.dwell(),
                progress.settings().limits(),
                u.plan().settings().gates().maximumLag(),
                progress.oldMean());
        return switch (StepGate.check(asked, c.evidence())) {
            case Verdict.Passed passed -> passed(c, progress);
            case Verdict.Unproven unproven ->
                List.of(new MigrationEvent.RolloutStepUnproven(
                        c.migration(), c.at(), progress.step(), unproven.missing(), c.at().plus(unproven.rest())));
            case Verdict.Failed failed -> failed(u, c, progress, failed.reasons());
        };
    }

    private static List<MigrationEvent> passed(MigrationCommand.ReportTraffic c, RolloutProgress progress) {
        List<MigrationEvent> events = new ArrayList<>();
        events.add(new MigrationEvent.RolloutStepPassed(c.migration(), c.at(), progress.step(), c.evidence()));
        if (!progress.hasMore()) {
            events.add(new MigrationEvent.RolloutEnded(c.migration(), c.at(), RolloutEnd.COMPLETED));
        } else if (progress.settings().mode() == Mode.APPROVAL) {
            events.add(new MigrationEvent.ApprovalAsked(
                    c.migration(), c.at(), RolloutProgress.approval(progress.step() + 1)));
        }
        return events;
    }

    /** Lowered in the same breath: what is bad for readers must not wait for a process. */
    private static List<MigrationEvent> failed(
            Underway u, MigrationCommand.ReportTraffic c, RolloutProgress progress, List<String> reasons) {
        RolloutPolicy policy = u.traffic().policy();
        double lower = Math.min(policy.percentage(), progress.lastGood());
        Instant again = c.at().plus(progress.settings().retry().rest());
        List<MigrationEvent> events = new ArrayList<>();
        events.add(new MigrationEvent.RolloutStepFailed(c.migration(), c.at(), progress.step(), reasons, again));
        events.addAll(RolloutDecisions.changed(c, policy, policy.withPercentage(lower), RolloutCause.STEP_FAILED));
        if (progress.failures() + 1 >= progress.settings().retry().attempts()) {
            events.add(new MigrationEvent.RolloutEnded(c.migration(), c.at(), RolloutEnd.GIVEN_UP));
            String detail = "step %d of the rollout failed %d times: %s"
                    .formatted(progress.step(), progress.failures() + 1, String.join("; ", reasons));
            events.addAll(TroubleDecisions.after(u, events, c, RestoreCause.ROLLOUT_GATE, detail));
        }
        return events;
    }
}

package dev.theseus.domain.migration;

import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.plan.RolloutSettings.Step;
import dev.theseus.domain.rollout.TrafficEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How far a rollout by steps is.
 *
 * @param settings as they were when it began
 * @param from the percentage that it began at
 * @param step that it stands at, from 1
 * @param stage of the step
 * @param moments of the step
 * @param failures of this step's gate so far
 * @param oldMean the mean time of a read of old, as last measured
 */
public record RolloutProgress(
        RolloutSettings settings,
        double from,
        int step,
        Stage stage,
        Moments moments,
        int failures,
        Optional<Duration> oldMean) {

    /** What is done at a step. */
    public enum Stage {
        /** Its percentage is in force, and what nodes count is watched. */
        MEASURING,
        /** Its gate is passed; the next step is to begin. */
        PASSED,
        /** Its gate failed: the percentage before it is in force until it is tried again. */
        LOWERED
    }

    /**
     * @param since when its percentage was last put in force
     * @param due when its gate is asked, or, if it was lowered, when it is tried again
     */
    public record Moments(Instant since, Instant due) {}

    static RolloutProgress beginning(RolloutSettings settings, double from, Instant at) {
        int first = firstAbove(settings.steps(), from);
        return new RolloutProgress(settings, from, first - 1, Stage.PASSED, new Moments(at, at), 0, Optional.empty());
    }

    private static int firstAbove(List<Step> steps, double percentage) {
        return IntStream.rangeClosed(1, steps.size())
                .filter(n -> steps.get(n - 1).percentage() > percentage)
                .findFirst()
                .orElse(steps.size() + 1);
    }

    /** The step that it stands at. */
    public Step present() {
        return settings.steps().get(step - 1);
    }

    /** The step that is to begin next, from 1: the one after this, or this one again. */
    public int next() {
        return stage == Stage.PASSED ? step + 1 : step;
    }

    /** Whether another step comes after this one. */
    public boolean hasMore() {
        return step < settings.steps().size();
    }

    /** What is in force while this step is not: the percentage of the step before, or the one that it began at. */
    double lastGood() {
        return step < 2 ? from : Math.max(from, settings.steps().get(step - 2).percentage());
    }

    /** What {@link MigrationCommand.Approve} names to let a step begin. */
    public static String approval(int step) {
        return "rollout-step " + step;
    }

    RolloutProgress at(int newStep, Instant since) {
        Instant due = since.plus(settings.steps().get(newStep - 1).dwell());
        return new RolloutProgress(
                settings,
                from,
                newStep,
                Stage.MEASURING,
                new Moments(since, due),
                newStep == step ? failures : 0,
                oldMean);
    }

    RolloutProgress passed(TrafficEvidence evidence) {
        return new RolloutProgress(
                settings,
                from,
                step,
                Stage.PASSED,
                moments,
                failures,
                evidence.oldMean(settings.limits().minimumReads()).or(() -> oldMean));
    }

    RolloutProgress unproven(Instant again) {
        return new RolloutProgress(settings, from, step, stage, new Moments(moments.since(), again), failures, oldMean);
    }

    RolloutProgress failed(Instant again) {
        return new RolloutProgress(
                settings, from, step, Stage.LOWERED, new Moments(moments.since(), again), failures + 1, oldMean);
    }

    /** Measured anew, because reads were on old for a while. */
    RolloutProgress resumed(Instant at) {
        return stage == Stage.MEASURING ? at(step, at) : this;
    }
}

package dev.theseus.app.demo;

import dev.theseus.jdbc.shop.ReadFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the reads went to new.
 *
 * @param steps one for each percentage, in order
 * @param outage at the last of them
 * @param followed what the run did that followed meanwhile
 */
record Shifted(List<Step> steps, Optional<Outage> outage, RunResult followed) {

    static final Shifted NOTHING = new Shifted(List.of(), Optional.empty(), RunResult.NOTHING);

    Shifted {
        steps = List.copyOf(steps);
    }

    /**
     * @param asked percentage
     * @param reached how long after the command's return all nodes went by it
     * @param reads of the clients from then on
     */
    record Step(double asked, Duration reached, ReadFigures reads) {}

    /**
     * New was killed.
     *
     * @param away until its server was started again
     * @param back how long after that all nodes read from it again
     * @param fallbacks reads that old answered in the middle of a call to new
     * @param left dual writes that were left to the relay
     * @param failed requests that failed
     */
    record Outage(Duration away, Duration back, long fallbacks, long left, long failed) {}

    Shifted with(RunResult run) {
        return new Shifted(steps, outage, run);
    }

    /** What should not be, or was not shown. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        followed.stopped()
                .ifPresent(reason -> faults.add("the migration stopped while the reads went over: " + reason));
        steps.stream()
                .filter(step -> step.reads().browsed().target() == 0)
                .forEach(step -> faults.add("no read was answered by new at " + step.asked() + " %"));
        outage.filter(o -> o.fallbacks() == 0).ifPresent(o -> faults.add("no read fell back while new was away"));
        return faults;
    }

    /** All reads of all steps, the outage left out. */
    ReadFigures reads() {
        return steps.stream().map(Step::reads).reduce(ReadFigures::plus).orElseGet(ReadFigures::none);
    }
}

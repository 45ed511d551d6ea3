package dev.theseus.app.cli;

import dev.theseus.app.plan.PlanFile;
import dev.theseus.domain.phase.Phase;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the commands on a migration do. The command line has read and checked what was typed before it calls one of
 * these; what they throw it turns into one line and an exit code: {@link BadInput} into 2, {@link EnvironmentFailed}
 * and the domain's database errors into 3, {@code CaptureRefused} and illegal transitions into 1, an interrupt into 1.
 */
public interface Operations {

    /** Carries a migration on, in the foreground, until the phase is reached or it is stopped. */
    ExitCode run(Order order, RunGoal goal, Console console) throws InterruptedException;

    ExitCode status(Order order, Console console) throws InterruptedException;

    ExitCode pause(Order order, Console console) throws InterruptedException;

    ExitCode resume(Order order, Console console) throws InterruptedException;

    /** Changes who reads from new. */
    ExitCode rollout(Order order, RolloutChange change, Console console) throws InterruptedException;

    /** Enters a phase that a person decides about. */
    ExitCode advance(Order order, Phase to, Console console) throws InterruptedException;

    /** Compares both databases now. */
    ExitCode verify(Order order, Console console) throws InterruptedException;

    /** Shows every recorded decision, with actor, reason and time. */
    ExitCode audit(Order order, Console console) throws InterruptedException;

    /** Takes everything of Theseus's off both databases. */
    ExitCode clean(Order order, Console console) throws InterruptedException;

    ExitCode demo(DemoOrder order, Console console) throws InterruptedException;

    /**
     * What every command on a migration is given.
     *
     * @param file of the plan, as it was typed
     * @param plan read from it
     * @param environment of the process, in which passwords are
     * @param actor who gives the order
     * @param reason why, if it was said
     */
    record Order(Path file, PlanFile plan, Map<String, String> environment, String actor, Optional<String> reason) {

        /** Without the environment, which holds secrets. */
        @Override
        public String toString() {
            return "Order[" + file + " by " + actor + "]";
        }
    }

    /**
     * How far a run goes.
     *
     * @param until the phase to stop at; follows old until it is stopped if empty
     * @param report the file that the run's figures are written to
     */
    record RunGoal(Optional<Phase> until, Optional<Path> report) {}

    /**
     * What a demo is asked for.
     *
     * @param rows about so many in all
     * @param report the file that the figures are written to
     */
    record DemoOrder(long rows, Optional<Path> report) {}
}

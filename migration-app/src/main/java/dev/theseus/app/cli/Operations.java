package dev.theseus.app.cli;

import dev.theseus.app.audit.AuditExport.Format;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.domain.phase.Phase;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
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

    /** Shows how tables differ from what they looked like when capture was installed. */
    ExitCode definitions(Order order, Console console) throws InterruptedException;

    /** Takes the changes of definitions that hold the migration as they are. */
    ExitCode accept(Order order, Console console) throws InterruptedException;

    /**
     * Replaces mappings of a migration under way by those that the plan file has now; the next run brings rows over.
     */
    ExitCode remap(Order order, Console console) throws InterruptedException;

    /** Changes who reads from new. */
    ExitCode rollout(Order order, RolloutChange change, Console console) throws InterruptedException;

    /** Enters a phase that a person decides about. */
    ExitCode advance(Order order, Phase to, Console console) throws InterruptedException;

    /** Compares both databases now. */
    ExitCode verify(Order order, Console console) throws InterruptedException;

    /** Shows every recorded decision, with actor, reason and time. */
    ExitCode audit(Order order, Console console) throws InterruptedException;

    /** Finds what was changed in the audit since it was written. */
    ExitCode verifyAudit(Order order, AuditProof proof, Console console) throws InterruptedException;

    /** Prints and keeps a signed anchor of the audit. */
    ExitCode anchorAudit(Order order, Console console) throws InterruptedException;

    /** Prints all events, one a line. */
    ExitCode exportAudit(Order order, Format format, Console console) throws InterruptedException;

    /** Shows where a row of new comes from. */
    ExitCode lineage(Order order, String table, List<String> key, Console console) throws InterruptedException;

    /** Takes everything of Theseus's off both databases. */
    ExitCode clean(Order order, Console console) throws InterruptedException;

    /** Raises the share of the reads from new step by step, each by its gate; the run carries it out. */
    ExitCode raise(Order order, Console console) throws InterruptedException;

    /** Lets the share of the reads from new stay where it is. */
    ExitCode stopRaising(Order order, Console console) throws InterruptedException;

    /** Moves authority to new; the run carries it out. */
    ExitCode cutover(Order order, Waiting waiting, Console console) throws InterruptedException;

    /** Agrees to what waits for a person. */
    ExitCode approve(Order order, String what, Console console) throws InterruptedException;

    /** Restores a checkpoint, and hands authority back to old where new has it; the run carries it out. */
    ExitCode rollback(Order order, RollbackGoal goal, Console console) throws InterruptedException;

    /** Gives up the cutover that is in progress, as long as authority has not moved. */
    ExitCode abort(Order order, Console console) throws InterruptedException;

    /** Takes a checkpoint. */
    ExitCode takeCheckpoint(Order order, String name, Console console) throws InterruptedException;

    /** Shows the checkpoints, and which of them could be restored. */
    ExitCode checkpoints(Order order, Console console) throws InterruptedException;

    /** Takes everything that leads back away; the run carries it out. */
    ExitCode complete(Order order, Waiting waiting, Console console) throws InterruptedException;

    /** Prints where a migration stands, for people who don't run it. */
    ExitCode report(Order order, ReportForm form, Console console) throws InterruptedException;

    /** Serves the control plane until it is stopped. */
    ExitCode serve(Order order, ServeGoal goal, Console console) throws InterruptedException;

    ExitCode demo(DemoOrder order, Console console) throws InterruptedException;

    /**
     * What every command on a migration is given.
     *
     * @param file of the plan, as it was typed; the name of the migration where a server is named
     * @param planFile read from it; empty where a server is named
     * @param environment of the process, in which passwords are
     * @param actor who gives the order
     * @param reason why, if it was said
     * @param server that is to be asked instead of the databases
     */
    record Order(
            Path file,
            Optional<PlanFile> planFile,
            Map<String, String> environment,
            String actor,
            Optional<String> reason,
            Optional<URI> server) {

        /** For the databases that a plan names. */
        public Order(Path file, PlanFile plan, Map<String, String> environment, String actor, Optional<String> reason) {
            this(file, Optional.of(plan), environment, actor, reason, Optional.empty());
        }

        /** @throws BadInput if a server was named instead */
        public PlanFile plan() {
            return planFile.orElseThrow(
                    () -> new BadInput("--server: this command works on a plan file; leave the server out"));
        }

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
     * Where and how the control plane is served.
     *
     * @param address of the network interface to listen on
     * @param port to listen on, 0 for any that is free
     * @param settings file with further settings, in the form of Spring Boot
     * @param run whether the migration is run as well
     * @param newPassword the account that is given another password, which is shown
     */
    record ServeGoal(String address, int port, Optional<Path> settings, Running run, Optional<String> newPassword) {

        /** Whether the server also runs the migration. */
        public enum Running {
            HERE,
            BY_SOMEBODY_ELSE
        }
    }

    /** How a report is printed. */
    enum ReportForm {
        MARKDOWN,
        HTML,
        JSON
    }

    /** Whether a command returns before what it asked for is done. */
    enum Waiting {
        RETURN_AT_ONCE,
        UNTIL_DONE
    }

    /**
     * How far back a rollback goes.
     *
     * @param to name of the checkpoint; the one taken before the last change of phase if empty
     * @param mode whether it is done, or only said
     * @param waiting for it
     */
    record RollbackGoal(Optional<String> to, Mode mode, Waiting waiting) {

        /** Whether it is done, or only said. */
        public enum Mode {
            REAL,
            DRY
        }
    }

    /**
     * What the audit is held against.
     *
     * @param anchors file of anchors; that of the control directory if empty
     * @param key file with the public key that signed them; that of the control directory if empty
     */
    record AuditProof(Optional<Path> anchors, Optional<Path> key) {}

    /**
     * What a demo is asked for.
     *
     * @param rows about so many in all
     * @param report the file that the figures are written to
     */
    record DemoOrder(long rows, Optional<Path> report) {}
}

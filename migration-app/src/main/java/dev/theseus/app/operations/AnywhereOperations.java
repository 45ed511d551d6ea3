package dev.theseus.app.operations;

import dev.theseus.app.audit.AuditExport.Format;
import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations;
import dev.theseus.app.cli.RolloutChange;
import dev.theseus.app.remote.RemoteOperations;
import dev.theseus.domain.phase.Phase;
import java.util.List;

/** The commands of the program, on the databases that a plan names, or at the server that an order names. */
public final class AnywhereOperations implements Operations {

    private final Operations here = new ProgramOperations();
    private final Operations there = new RemoteOperations();

    private Operations at(Order order) {
        return order.server().isPresent() ? there : here;
    }

    @Override
    public ExitCode run(Order order, RunGoal goal, Console console) throws InterruptedException {
        return here.run(order, goal, console);
    }

    @Override
    public ExitCode status(Order order, Console console) throws InterruptedException {
        return at(order).status(order, console);
    }

    @Override
    public ExitCode pause(Order order, Console console) throws InterruptedException {
        return at(order).pause(order, console);
    }

    @Override
    public ExitCode resume(Order order, Console console) throws InterruptedException {
        return at(order).resume(order, console);
    }

    @Override
    public ExitCode definitions(Order order, Console console) throws InterruptedException {
        return at(order).definitions(order, console);
    }

    @Override
    public ExitCode accept(Order order, Console console) throws InterruptedException {
        return at(order).accept(order, console);
    }

    @Override
    public ExitCode remap(Order order, Console console) throws InterruptedException {
        return at(order).remap(order, console);
    }

    @Override
    public ExitCode rollout(Order order, RolloutChange change, Console console) throws InterruptedException {
        return at(order).rollout(order, change, console);
    }

    @Override
    public ExitCode advance(Order order, Phase to, Console console) throws InterruptedException {
        return at(order).advance(order, to, console);
    }

    @Override
    public ExitCode verify(Order order, Console console) throws InterruptedException {
        return at(order).verify(order, console);
    }

    @Override
    public ExitCode audit(Order order, Console console) throws InterruptedException {
        return at(order).audit(order, console);
    }

    @Override
    public ExitCode verifyAudit(Order order, AuditProof proof, Console console) throws InterruptedException {
        return at(order).verifyAudit(order, proof, console);
    }

    @Override
    public ExitCode anchorAudit(Order order, Console console) throws InterruptedException {
        return at(order).anchorAudit(order, console);
    }

    @Override
    public ExitCode exportAudit(Order order, Format format, Console console) throws InterruptedException {
        return at(order).exportAudit(order, format, console);
    }

    @Override
    public ExitCode lineage(Order order, String table, List<String> key, Console console) throws InterruptedException {
        return at(order).lineage(order, table, key, console);
    }

    @Override
    public ExitCode clean(Order order, Console console) throws InterruptedException {
        return at(order).clean(order, console);
    }

    @Override
    public ExitCode raise(Order order, Console console) throws InterruptedException {
        return at(order).raise(order, console);
    }

    @Override
    public ExitCode stopRaising(Order order, Console console) throws InterruptedException {
        return at(order).stopRaising(order, console);
    }

    @Override
    public ExitCode cutover(Order order, Waiting waiting, Console console) throws InterruptedException {
        return at(order).cutover(order, waiting, console);
    }

    @Override
    public ExitCode approve(Order order, String what, Console console) throws InterruptedException {
        return at(order).approve(order, what, console);
    }

    @Override
    public ExitCode rollback(Order order, RollbackGoal goal, Console console) throws InterruptedException {
        return at(order).rollback(order, goal, console);
    }

    @Override
    public ExitCode abort(Order order, Console console) throws InterruptedException {
        return at(order).abort(order, console);
    }

    @Override
    public ExitCode takeCheckpoint(Order order, String name, Console console) throws InterruptedException {
        return at(order).takeCheckpoint(order, name, console);
    }

    @Override
    public ExitCode checkpoints(Order order, Console console) throws InterruptedException {
        return at(order).checkpoints(order, console);
    }

    @Override
    public ExitCode complete(Order order, Waiting waiting, Console console) throws InterruptedException {
        return at(order).complete(order, waiting, console);
    }

    @Override
    public ExitCode report(Order order, ReportForm form, Console console) throws InterruptedException {
        return at(order).report(order, form, console);
    }

    @Override
    public ExitCode serve(Order order, ServeGoal goal, Console console) throws InterruptedException {
        return here.serve(order, goal, console);
    }

    @Override
    public ExitCode demo(DemoOrder order, Console console) throws InterruptedException {
        return here.demo(order, console);
    }
}
